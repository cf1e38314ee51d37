package io.tessera.operator.shell;

import io.tessera.chain.ChainImporter;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** {@code tessera:import}. */
@Component(
    service = ImportCommand.class,
    property = {"osgi.command.scope=tessera", "osgi.command.function=import"})
public final class ImportCommand {
  private final Diagnosis diagnosis;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile ChainImporter importer;

  /** Called by the component runtime. */
  @Activate
  public ImportCommand(@Reference Diagnosis diagnosis) {
    this.diagnosis = diagnosis;
  }

  /** The command; Gogo puts the underscore before words that are keywords in Java. */
  @SuppressWarnings("MemberName")
  @Descriptor(
      "imports blocks from each FILE of length-prefixed blocks or folder of trace files."
          + " Example: import blocks.bin")
  public String _import(CommandSession session, String... words) throws CommandException {
    List<String> names = Arguments.parse("import", List.of(), words).some("file or folder");
    List<Path> sources = new ArrayList<>();
    for (String name : names) {
      Path source = session.currentDir().resolve(name);
      if (!Files.isReadable(source)) {
        throw new CommandException("import: '" + source + "' does not exist or cannot be read");
      }
      sources.add(source);
    }
    PrintStream console = session.getConsole();
    PrintStream progress =
        console != null
            ? console
            : new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    ChainImporter service = diagnosis.require(importer, ChainImporter.class);
    return new BlockImport(service, progress, System::nanoTime).run(sources).toString();
  }
}

package io.tessera.operator.shell;

import io.tessera.chain.ChainImporter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Behind {@code ./tessera import}: a function from files and folders to the exit status. The result
 * goes to standard output, progress and errors to standard error.
 */
@Component(service = Function.class, property = "tessera.command=import")
public final class ImportRun implements Function<String[], Integer> {
  private final ChainImporter importer;

  /** Called by the component runtime. */
  @Activate
  public ImportRun(@Reference ChainImporter importer) {
    this.importer = importer;
  }

  @Override
  public Integer apply(String[] words) {
    try {
      List<Path> sources =
          Arrays.stream(words).filter(word -> !word.equals("--json")).map(Path::of).toList();
      BlockImport done = new BlockImport(importer, System.err, System::nanoTime).run(sources);
      System.out.println(Arrays.asList(words).contains("--json") ? done.toJson() : done);
      return 0;
    } catch (CommandException | IOException e) {
      System.err.println("tessera: " + e.getMessage());
      return 1;
    }
  }
}

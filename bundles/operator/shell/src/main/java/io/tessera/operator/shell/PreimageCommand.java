package io.tessera.operator.shell;

import io.tessera.chain.PreimagePool;
import io.tessera.chain.PreimagePool.Request;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.block.Preimage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** {@code tessera:preimage}: data that services asked for. */
@Component(
    service = PreimageCommand.class,
    property = {"osgi.command.scope=tessera", "osgi.command.function=preimage"})
public final class PreimageCommand {
  private static final long LARGEST = 32L << 20;

  private final Diagnosis diagnosis;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile PreimagePool pool;

  /** Called by the component runtime. */
  @Activate
  public PreimageCommand(@Reference Diagnosis diagnosis) {
    this.diagnosis = diagnosis;
  }

  /** The command. */
  @Descriptor(
      "data that services asked for on chain; preimage lists what this node holds until a final"
          + " block has it, preimage offer SERVICE FILE takes a file in and announces it to"
          + " validators. --json for one line of JSON. Example: preimage offer 7 code.bin")
  public String preimage(CommandSession session, String... words)
      throws CommandException, IOException, InterruptedException {
    Arguments arguments = Arguments.parse("preimage", List.of("--json"), words);
    List<String> order = arguments.any();
    PreimagePool held = diagnosis.require(pool, PreimagePool.class);
    if (order.size() == 3 && order.get(0).equals("offer")) {
      return offer(held, service(order.get(1)), session.currentDir().resolve(order.get(2)));
    }
    if (!order.isEmpty()) {
      throw new CommandException(
          "preimage: '"
              + String.join(" ", order)
              + "' is no order; give none, or offer SERVICE FILE, see help preimage");
    }
    return View.of(
            width -> lines(held.held(), width),
            () -> Map.of("held", held.held().stream().map(this::values).toList()))
        .show(session, arguments);
  }

  private static String offer(PreimagePool pool, long service, Path file)
      throws CommandException, IOException, InterruptedException {
    if (!Files.isReadable(file) || Files.size(file) > LARGEST) {
      throw new CommandException(
          "preimage: '"
              + file
              + "' cannot be read, or has more than "
              + Units.bytes(LARGEST)
              + "; name a smaller file");
    }
    Bytes blob = Bytes.wrap(Files.readAllBytes(file));
    if (!pool.offer(new Preimage(service, blob), Optional.empty())) {
      throw new CommandException(
          "preimage: service "
              + service
              + " does not ask for '"
              + file
              + "' ("
              + Units.bytes(blob.size())
              + ") in the head's state, or it is held already, or the pool is full; see preimage");
    }
    return "held, and announced to the validators that are connected";
  }

  private static long service(String text) throws CommandException {
    if (text.matches("\\d{1,10}") && Long.parseLong(text) <= 0xffff_ffffL) {
      return Long.parseLong(text);
    }
    throw new CommandException(
        "preimage: '" + text + "' is no service; give its index, 0 to 4294967295");
  }

  private static String lines(List<Request> held, int width) {
    if (held.isEmpty()) {
      return "no preimage is held";
    }
    Table table = new Table(Column.number("SERVICE"), Column.text("HASH"), Column.number("SIZE"));
    for (Request request : held) {
      table.row(request.service(), request.hash(), Units.bytes(request.length()));
    }
    return table.text(width);
  }

  private Map<String, Object> values(Request request) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("service", request.service());
    values.put("hash", request.hash().toHex());
    values.put("length", request.length());
    return values;
  }
}

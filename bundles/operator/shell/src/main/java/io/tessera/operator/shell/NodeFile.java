package io.tessera.operator.shell;

import io.tessera.net.NodeKey;
import io.tessera.net.transport.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * Tells other programs where this node listens: {@code node.json} in the data directory, one line
 * such as {@code {"pid":1,"peer_id":"e…","listening":["127.0.0.1:30333"]}}. It is there exactly as
 * long as a transport listens, and is replaced in one step, so that nobody reads half of it. A
 * command that shares the directory with a node that runs leaves it alone.
 */
@Component(
    immediate = true,
    service = {})
public final class NodeFile {
  /** Name of the file in the data directory. */
  static final String NAME = "node.json";

  private final Path file;
  private final NodeKey key;
  private final boolean runs;
  private final List<Transport> transports = new ArrayList<>();

  /** Called by the component runtime. */
  @Activate
  public NodeFile(BundleContext context, @Reference NodeKey key) {
    this(Path.of(context.getProperty("tessera.data")), key, context.getProperty("tessera.mode"));
  }

  NodeFile(Path data, NodeKey key, String mode) {
    this.file = data.resolve(NAME);
    this.key = key;
    runs = mode == null || mode.equals("run");
    write(); // nobody listens yet: a node that was killed has left its file
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  synchronized void bindTransport(Transport transport) {
    transports.add(transport);
    write();
  }

  synchronized void unbindTransport(Transport transport) {
    transports.remove(transport);
    write();
  }

  @Deactivate
  synchronized void deactivate() {
    transports.clear();
    write();
  }

  private void write() {
    if (!runs) {
      return;
    }
    try {
      if (transports.isEmpty()) {
        Files.deleteIfExists(file);
        return;
      }
      Path half = file.resolveSibling(NAME + ".new");
      Files.writeString(half, content() + "\n");
      Files.move(half, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String content() throws IOException {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("pid", ProcessHandle.current().pid());
    values.put("peer_id", key.id().name());
    values.put(
        "listening",
        transports.stream()
            .flatMap(transport -> transport.localAddresses().stream())
            .map(Units::address)
            .toList());
    return JsonText.write(values);
  }
}

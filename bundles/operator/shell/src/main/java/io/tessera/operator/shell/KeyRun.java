package io.tessera.operator.shell;

import io.tessera.net.NodeKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Behind {@code ./tessera key}: shows who the node is, never its secret. The peer manager makes the
 * key when the data directory has none, so {@code show} and {@code generate} differ only where the
 * launcher has seen one before: {@code generate} must not look as if it had replaced it.
 */
@Component(service = Function.class, property = "tessera.command=key")
public final class KeyRun implements Function<String[], Integer> {
  private final Path file;
  private final NodeKey key;
  private final boolean old;

  /** Called by the component runtime. */
  @Activate
  public KeyRun(BundleContext context, @Reference NodeKey key) {
    this(
        Path.of(context.getProperty("tessera.data")),
        key,
        Boolean.parseBoolean(context.getProperty("tessera.key.old")));
  }

  KeyRun(Path data, NodeKey key, boolean old) {
    this.file = data.resolve("node.key");
    this.key = key;
    this.old = old;
  }

  @Override
  public Integer apply(String[] words) {
    if (old && Arrays.asList(words).contains("generate")) {
      System.err.println(
          "tessera: key: "
              + file
              + " holds the key of "
              + key.id()
              + " already; move the file away to get a new identity");
      return 1;
    }
    System.out.println(Arrays.asList(words).contains("--json") ? json() : lines());
    return 0;
  }

  private String lines() {
    return String.format(
        "peer id     %s%npublic key  %s%nfile        %s", key.id(), key.id().key(), file);
  }

  private String json() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("peer_id", key.id().name());
    values.put("public_key", key.id().key().toHex());
    values.put("file", file.toString());
    try {
      return JsonText.write(values);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // of three strings
    }
  }
}

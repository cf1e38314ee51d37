package io.tessera.testing.itests;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a document tells its reader to write into the configuration file: each block that begins
 * with the key {@code plugins}.
 *
 * @param found name of a plugin to its settings
 */
record DocSettings(Map<String, Map<String, Object>> found) {
  private static final String KEY = "\"plugins\":";

  /** Where those listen by themselves that have a port for an operator. */
  private static final Map<String, String> PORTS =
      Map.of(
          "io.tessera.operator.metrics", "9615",
          "io.tessera.operator.rpc", "19800",
          "io.tessera.operator.ssh", "2222");

  static DocSettings read(Path document) throws IOException {
    Map<String, Map<String, Object>> found = new LinkedHashMap<>();
    for (DocCommands.Block block : DocCommands.read(document)) {
      if (block.script().strip().startsWith(KEY)) {
        Map<String, Object> whole = JSON.std.mapFrom("{" + block.script() + "}");
        ((Map<?, ?>) whole.get("plugins"))
            .forEach(
                (plugin, settings) -> put(found, String.valueOf(plugin), (Map<?, ?>) settings));
      }
    }
    return new DocSettings(found);
  }

  private static void put(Map<String, Map<String, Object>> found, String plugin, Map<?, ?> more) {
    Map<String, Object> settings = found.computeIfAbsent(plugin, each -> new LinkedHashMap<>());
    more.forEach((key, value) -> settings.put(String.valueOf(key), value));
  }

  /** The same with free ports. */
  Map<String, Map<String, Object>> plugins(DocPorts ports) {
    Map<String, Map<String, Object>> all = new LinkedHashMap<>(found);
    PORTS.forEach(
        (plugin, port) ->
            all.computeIfPresent(
                plugin,
                (name, settings) -> {
                  Map<String, Object> moved = new LinkedHashMap<>(settings);
                  Object own = settings.getOrDefault("port", port);
                  moved.put("port", ports.of(String.valueOf(own)));
                  return moved;
                }));
    return all;
  }

  /** The free ports at which these plugins listen. */
  List<Integer> ports(DocPorts ports) {
    return plugins(ports).entrySet().stream()
        .filter(plugin -> PORTS.containsKey(plugin.getKey()))
        .map(plugin -> (Integer) plugin.getValue().get("port"))
        .toList();
  }
}

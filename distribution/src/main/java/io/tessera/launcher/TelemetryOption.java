package io.tessera.launcher;

import java.util.Map;

/** The option {@code --telemetry HOST:PORT} of {@code run}, which JIP-3 wants. */
final class TelemetryOption {
  private static final String NAME = "--telemetry";
  private static final String PLUGIN = "io.tessera.operator.telemetry";

  private TelemetryOption() {}

  static void check(Map<String, String> more) throws UsageException {
    String endpoint = more.getOrDefault(NAME, "localhost:1");
    if (!endpoint.matches("(\\[[0-9a-fA-F:.%\\w]+]|[^\\s:\\[\\]]+):[1-9][0-9]{0,4}")
        || Integer.parseInt(endpoint.substring(endpoint.lastIndexOf(':') + 1)) > 65535) {
      throw new UsageException(
          "option "
              + NAME
              + ": '"
              + endpoint
              + "' is no HOST:PORT; write 127.0.0.1:9000, [::1]:9000 or tart.example:9000");
    }
  }

  /** Sets what stands in the configuration file under {@code plugins}. */
  static void addTo(Map<String, Object> plugins, Map<String, String> more) {
    if (more.containsKey(NAME)) {
      plugins.put(PLUGIN, Map.of("endpoint", more.get(NAME)));
    }
  }
}

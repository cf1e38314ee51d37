package io.tessera.core.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Where settings come from: the file, then what the launcher got on its command line.
 *
 * @param file the configuration file; empty when the node runs on defaults
 * @param overrides JSON in the file's shape
 * @param root what relative paths in the file start from
 * @param data the data directory, which the launcher has decided on
 */
record Source(Optional<Path> file, String overrides, Path root, Optional<String> data) {

  /** From the framework's properties. */
  static Source of(UnaryOperator<String> properties) {
    String overrides = properties.apply("tessera.overrides");
    String root = properties.apply("tessera.root");
    return new Source(
        Optional.ofNullable(properties.apply("tessera.config")).map(Path::of),
        overrides == null ? "{}" : overrides,
        Path.of(root == null ? "" : root).toAbsolutePath(),
        Optional.ofNullable(properties.apply("tessera.data")));
  }

  /** Reads the file anew. */
  Settings read() throws ConfigException {
    List<Setting> settings = new ArrayList<>();
    if (file.isPresent()) {
      settings.addAll(JsonSettings.ofFile(file.get()));
    }
    settings.replaceAll(this::absolute);
    Settings all =
        new Settings().with(settings).with(JsonSettings.ofText(overrides, "command line"));
    return data.isEmpty()
        ? all
        : all.with(List.of(new Setting(List.of("data_path"), data.get(), "command line")));
  }

  private Setting absolute(Setting setting) {
    boolean path =
        setting.path().equals(List.of("chain_spec")) || setting.path().equals(List.of("data_path"));
    if (path && setting.value() instanceof String text && !text.isEmpty()) {
      String absolute = root.resolve(text).normalize().toString();
      return new Setting(setting.path(), absolute, setting.origin());
    }
    return setting;
  }
}

package io.tessera.core.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What the launcher tells: the configuration file, and what it got on its command line.
 *
 * @param file the configuration file; empty when the node runs on defaults
 * @param overrides JSON in the file's shape
 * @param root what relative paths in the file start from
 * @param data the data directory, which the launcher has decided on
 */
record Source(Optional<Path> file, String overrides, Path root, Optional<String> data) {
  static final String COMMAND_LINE = "command line";

  private static final List<String> DATA = List.of("data_path");
  private static final List<String> CHAIN = List.of("chain_spec");

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

  /** Reads the file anew, paths made absolute; beneath it the launcher's data directory. */
  List<Setting> readFile() throws ConfigException {
    List<Setting> settings = new ArrayList<>();
    data.ifPresent(path -> settings.add(new Setting(DATA, path, Setting.DEFAULT)));
    if (file.isPresent()) {
      for (Setting setting : JsonSettings.ofFile(file.get())) {
        settings.removeIf(beneath -> beneath.path().equals(setting.path()));
        settings.add(absolute(setting));
      }
    }
    return List.copyOf(settings);
  }

  /**
   * What the command line says, and the data directory where the launcher decided on another than
   * the file names.
   *
   * @param inFile the file's settings at start
   */
  List<Setting> readCommandLine(List<Setting> inFile) throws ConfigException {
    List<Setting> settings = new ArrayList<>(JsonSettings.ofText(overrides, COMMAND_LINE));
    boolean given = settings.removeIf(setting -> setting.path().equals(DATA));
    if (data.isPresent()) {
      Setting decided = new Setting(DATA, data.get(), COMMAND_LINE);
      boolean same =
          inFile.stream()
              .anyMatch(it -> it.path().equals(DATA) && it.value().equals(decided.value()));
      if (given || !same) {
        settings.add(decided);
      }
    }
    return List.copyOf(settings);
  }

  private Setting absolute(Setting setting) {
    boolean path = setting.path().equals(CHAIN) || setting.path().equals(DATA);
    if (path && setting.value() instanceof String text && !text.isEmpty()) {
      String absolute = root.resolve(text).normalize().toString();
      return new Setting(setting.path(), absolute, setting.origin());
    }
    return setting;
  }
}

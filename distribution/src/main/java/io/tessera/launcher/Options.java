package io.tessera.launcher;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What {@link Node#start} needs to know.
 *
 * @param home the distribution: the folder with {@code bundles/} and {@code plugins/}
 * @param root what relative paths in a configuration file start from
 * @param data the data directory; created when it is missing
 * @param mode {@code run}, or {@code import}, {@code key} or {@code chain}, in which nothing opens
 *     a socket
 * @param config the configuration file; empty for the defaults
 * @param overrides JSON in the shape of the configuration file, which it overrides
 * @param shell whether an interactive shell runs on the terminal
 * @param properties more framework properties; they win over the launcher's own
 * @param embedded whether the bundles use the embedding program's classes of {@code api/} and of
 *     what that needs of {@code lib/}, see {@link SharedPackages}, instead of their own
 */
public record Options(
    Path home,
    Path root,
    Path data,
    String mode,
    Optional<Path> config,
    String overrides,
    boolean shell,
    Map<String, String> properties,
    boolean embedded) {

  /** Copies the properties and makes the paths absolute. */
  public Options {
    home = home.toAbsolutePath().normalize();
    root = root.toAbsolutePath().normalize();
    data = data.toAbsolutePath().normalize();
    properties = Map.copyOf(properties);
  }

  /** A node without a shell and with the default configuration. */
  public static Options of(Path home, Path data) {
    return new Options(home, home, data, "run", Optional.empty(), "{}", false, Map.of(), false);
  }

  /** The same with another configuration file. */
  public Options withConfig(Path file) {
    return new Options(
        home, root, data, mode, Optional.of(file), overrides, shell, properties, embedded);
  }

  /** The same with another folder that relative paths start from. */
  public Options withRoot(Path folder) {
    return new Options(home, folder, data, mode, config, overrides, shell, properties, embedded);
  }

  /** The same with other overrides. */
  public Options withOverrides(String json) {
    return new Options(home, root, data, mode, config, json, shell, properties, embedded);
  }

  /** The same in another mode. */
  public Options withMode(String other) {
    return new Options(home, root, data, other, config, overrides, shell, properties, embedded);
  }

  /** The same with more framework properties. */
  public Options withProperties(Map<String, String> more) {
    return new Options(home, root, data, mode, config, overrides, shell, more, embedded);
  }

  /** The same for a program that runs the node within itself. */
  public Options asEmbedded() {
    return new Options(home, root, data, mode, config, overrides, shell, properties, true);
  }

  /**
   * Where the framework unpacks bundles: not shared with a running node when only a key is asked
   * for.
   */
  Path cache() {
    return switch (mode) {
      case "key" -> data.resolve("cache").resolve("felix-" + ProcessHandle.current().pid());
      case "chain" -> data;
      default -> data.resolve("cache").resolve("felix");
    };
  }

  /** Whether it works with the data directory's chain, and no other process may meanwhile. */
  boolean needsChain() {
    return mode.equals("run") || mode.equals("import");
  }

  /** Where unpacked native libraries lie; emptied at start. */
  Path temporaryFiles() {
    return data.resolve("cache").resolve("tmp");
  }
}

package io.tessera.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** From the command line to a node's options. */
final class Settings {
  private final CommandLine line;
  private final Path home = Path.of(System.getProperty("tessera.home", ".")).toAbsolutePath();

  Settings(CommandLine line) {
    this.line = line;
  }

  /** The distribution's folder. */
  Path home() {
    return home;
  }

  /** Where relative paths of a configuration file start: the source tree, or the distribution. */
  Path root() {
    return Path.of(System.getProperty("tessera.root", home.toString())).toAbsolutePath();
  }

  Options options() throws IOException {
    // An interactive prompt needs a terminal, which only the start script can tell for sure.
    boolean terminal = Boolean.getBoolean("tessera.terminal");
    boolean shell =
        line.command().equals("run")
            && line.shell()
            && terminal
            && !line.exitWhenSynced()
            && !StatusOption.given(line.more());
    return new Options(
        home,
        root(),
        data(),
        line.command(),
        line.config(),
        Json.write(overrides(line)),
        shell,
        properties(),
        false);
  }

  /**
   * Only before the start can it be told whether the node makes its key or has one.
   *
   * @throws IOException when a key is to be shown that is not there; none is made then
   */
  private Map<String, String> properties() throws IOException {
    if (!line.command().equals("key")) {
      return Map.of();
    }
    Path file = data().resolve("node.key");
    boolean old = Files.exists(file);
    if (!old && line.arguments().contains("show")) {
      throw new IOException(
          "key: there is no "
              + file
              + "; name the node's data directory with --data, or make a key with ./tessera key"
              + " generate");
    }
    return Map.of("tessera.key.old", Boolean.toString(old));
  }

  /** The data directory, absolute. */
  Path data() throws IOException {
    if (line.command().equals("chain")) {
      return Files.createTempDirectory("tessera-chain-"); // needs none, and leaves none
    }
    if (line.data().isPresent()) {
      return line.data().get();
    }
    Optional<String> inFile =
        line.config().isPresent() ? DataPath.find(line.config().get()) : Optional.empty();
    return root().resolve(inFile.orElse("data")).normalize();
  }

  /** What the command line sets, in the shape of the configuration file. */
  static Map<String, Object> overrides(CommandLine line) {
    Map<String, Object> network = new LinkedHashMap<>();
    line.listen()
        .ifPresent(
            endpoint -> {
              network.put("listening_address", endpoint.address());
              network.put("listening_port", endpoint.port());
            });
    if (!line.bootnodes().isEmpty()) {
      network.put("bootstrap_nodes", line.bootnodes());
    }
    line.sync().ifPresent(mode -> network.put("sync_mode", mode));
    Map<String, Object> all = new LinkedHashMap<>();
    if (!network.isEmpty()) {
      all.put("network_config", network);
    }
    line.chain().ifPresent(file -> all.put("chain_spec", file.toString()));
    line.data().ifPresent(directory -> all.put("data_path", directory.toString()));
    Map<String, Object> plugins = AuthorOptions.plugins(line.more());
    TelemetryOption.addTo(plugins, line.more());
    if (!plugins.isEmpty()) {
      all.put("plugins", plugins);
    }
    return all;
  }
}

package io.tessera.testing.itests;

import com.fasterxml.jackson.jr.ob.JSON;
import io.tessera.testing.itests.NodeUnderTest.Setup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Nodes with some ways to find each other and without the others. */
final class DiscoverySetup {
  /** All there are. */
  static final List<String> ALL = List.of("bootstrap", "exchange", "validators", "dht", "mdns");

  private DiscoverySetup() {}

  /**
   * A node on loopback.
   *
   * @param folder where its data directory and configuration are made
   * @param bootstrap addresses that it knows
   * @param discoveries those that are switched on
   */
  static Setup of(
      Path folder, String name, Path chain, List<String> bootstrap, String... discoveries)
      throws IOException {
    return of(folder, name, chain, bootstrap, "full", List.of(discoveries));
  }

  /** The same in another sync mode. */
  static Setup of(
      Path folder,
      String name,
      Path chain,
      List<String> bootstrap,
      String mode,
      List<String> discoveries)
      throws IOException {
    return of(folder, name, chain, bootstrap, mode, discoveries, Map.of());
  }

  /** The same with settings of other plugins. */
  static Setup of(
      Path folder,
      String name,
      Path chain,
      List<String> bootstrap,
      String mode,
      List<String> discoveries,
      Map<String, Object> others)
      throws IOException {
    Map<String, Object> plugins = new HashMap<>(others);
    for (String discovery : ALL) {
      boolean on = discoveries.contains(discovery);
      Map<String, Object> settings = new HashMap<>(Map.of("enabled", on));
      if (on && discovery.equals("dht")) {
        settings.put("port", 0); // any, since the listening port is any
      }
      plugins.put("io.tessera.discovery." + discovery, settings);
    }
    Map<String, Object> network =
        Map.of(
            "listening_address",
            "127.0.0.1",
            "listening_port",
            0,
            "bootstrap_nodes",
            bootstrap,
            "sync_mode",
            mode);
    Path config = folder.resolve(name + ".json");
    Files.writeString(
        config,
        JSON.std.asString(
            Map.of("network_config", network, "chain_spec", chain.toString(), "plugins", plugins)));
    Path data = Files.createDirectory(folder.resolve(name));
    return Setup.of(data, chain).withConfig(config);
  }
}

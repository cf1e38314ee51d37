package io.tessera.core.config;

import io.tessera.net.LiveConfiguration;
import io.tessera.net.PeerAddress;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The keys that a configuration file has whether or not a bundle that reads them is installed: a
 * file that is right for one selection of bundles is not wrong for another.
 */
final class Shape {
  static final String NETWORK = "network_config";
  static final String PLUGINS = "plugins";

  /** Names the JSON schema of the file, for editors. */
  static final String SCHEMA = "$schema";

  /** The keys with their types; what a bundle declares of the same key is checked too. */
  static final List<Attribute> KEYS =
      List.of(
          key(
              "node." + SCHEMA,
              "JSON schema",
              "Where editors find the schema of this file, tessera.schema.json; the node does not"
                  + " look at it."),
          key(
              "node.chain_spec",
              "Chain specification",
              "File of the chain's specification (JIP-4 JSON, or genesis.bin of a trace); when it is"
                  + " left out, the chain that the data directory holds."),
          key(
              "node.data_path",
              "Data directory",
              "Blocks, the node's key and logs; made when it is missing."),
          key(
              "network_config.listening_address",
              "Listening address",
              "IPv4 or IPv6 address of this machine; 0.0.0.0 all IPv4, :: all of both."),
          number("network_config.listening_port", 65535, "Listening port", "UDP port; 0 any free."),
          number(
              "network_config.max_peers",
              10_000,
              "Peers",
              "Most ordinary connections; reserved nodes, builders and, on a validator, the other"
                  + " validators come on top."),
          list(
              "network_config.bootstrap_nodes",
              "Bootstrap nodes",
              "Whom to ask first: /ip4/<address>/udp/<port>/quic-v1/p2p/<peer id> or"
                  + " <peer id>@<address>:<port>."),
          list(
              "network_config.reserved_nodes",
              "Reserved nodes",
              "Peers to be connected to in any case, beyond max_peers; written as bootstrap_nodes"
                  + " are."),
          key(
              "network_config.sync_mode",
              "Sync mode",
              "How to catch up: full, fast or light, or as a plugin calls its mode."));

  /** Hexadecimal digits of a hash, or nothing, by path. */
  static final Map<List<String>, Pattern> PATTERNS =
      Map.of(List.of(NETWORK, "sync_checkpoint"), Pattern.compile("^((0x)?[0-9a-fA-F]{64})?$"));

  private Shape() {}

  /** The path of a key by group and name. */
  static List<String> path(String group, String name) {
    return switch (group) {
      case LiveConfiguration.TOP -> List.of(name);
      case NETWORK -> List.of(NETWORK, name);
      default -> List.of(PLUGINS, group, name);
    };
  }

  /** The group of the key at a path. */
  static String group(List<String> path) {
    return path.size() == 1 ? LiveConfiguration.TOP : path.get(path.size() == 2 ? 0 : 1);
  }

  private static Attribute key(String id, String title, String description) {
    return of(id, ValueType.STRING, false, Optional.empty(), title, description);
  }

  private static Attribute list(String id, String title, String description) {
    return of(id, ValueType.STRING, true, Optional.empty(), title, description);
  }

  private static Attribute number(String id, long max, String title, String description) {
    return of(id, ValueType.INTEGER, false, Optional.of(max), title, description);
  }

  private static Attribute of(
      String id,
      ValueType type,
      boolean list,
      Optional<Long> max,
      String title,
      String description) {
    return new Attribute(
        "",
        id,
        type,
        list,
        List.of(),
        max.map(most -> BigDecimal.ZERO),
        max.map(BigDecimal::valueOf),
        List.of(),
        title,
        description);
  }

  /** What no type can say: the lists of nodes hold peer addresses, and a hash has 64 digits. */
  static void check(Setting setting) throws ConfigException {
    boolean nodes =
        setting.path().equals(List.of(NETWORK, "bootstrap_nodes"))
            || setting.path().equals(List.of(NETWORK, "reserved_nodes"));
    if (nodes && setting.value() instanceof List<?> addresses) {
      for (Object address : addresses) {
        try {
          PeerAddress.parse(address.toString());
        } catch (IllegalArgumentException e) {
          throw new ConfigException(
              setting.origin() + ": " + setting.key() + ": " + e.getMessage(), e);
        }
      }
    }
    Pattern pattern = PATTERNS.get(setting.path());
    if (pattern != null && !pattern.matcher(setting.value().toString()).matches()) {
      throw setting.wrong("must be the 64 hexadecimal digits of a header's hash");
    }
  }
}

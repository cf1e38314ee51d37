package io.tessera.core.config;

import io.tessera.net.PeerAddress;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * The keys that a configuration file has whether or not a bundle that reads them is installed: a
 * file that is right for one selection of bundles is not wrong for another.
 */
final class Shape {
  /** The keys with their types; what a bundle declares of the same key is checked too. */
  static final List<Attribute> KEYS =
      List.of(
          key("node.chain_spec", ValueType.STRING, false),
          key("node.data_path", ValueType.STRING, false),
          key("network_config.listening_address", ValueType.STRING, false),
          number("network_config.listening_port", 0, 65535),
          number("network_config.max_peers", 0, 100_000),
          key("network_config.bootstrap_nodes", ValueType.STRING, true),
          key("network_config.reserved_nodes", ValueType.STRING, true),
          key("network_config.sync_mode", ValueType.STRING, false));

  private Shape() {}

  private static Attribute key(String id, ValueType type, boolean list) {
    return new Attribute(
        "", id, type, list, List.of(), Optional.empty(), Optional.empty(), List.of());
  }

  private static Attribute number(String id, long min, long max) {
    return new Attribute(
        "",
        id,
        ValueType.INTEGER,
        false,
        List.of(),
        Optional.of(BigDecimal.valueOf(min)),
        Optional.of(BigDecimal.valueOf(max)),
        List.of());
  }

  /** What no type can say: the lists of nodes hold peer addresses. */
  static void checkAddresses(Setting setting) throws ConfigException {
    boolean nodes =
        setting.path().equals(List.of("network_config", "bootstrap_nodes"))
            || setting.path().equals(List.of("network_config", "reserved_nodes"));
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
  }
}

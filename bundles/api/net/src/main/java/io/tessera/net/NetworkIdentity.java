package io.tessera.net;

import io.tessera.lib.codec.Hash;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** Which chain's network this node is in: a service that the chain registers. */
@ProviderType
public interface NetworkIdentity {

  /** Hash of the chain's genesis header. */
  Hash genesisHash();

  /**
   * The ALPN protocol identifier, {@code jamnp-s/0/} and the first 8 nibbles of the genesis hash.
   */
  default String protocol() {
    return "jamnp-s/0/" + genesisHash().toShortHex();
  }

  /** Nodes that accept connections, as the chain specification lists them; may be none. */
  default List<PeerAddress> bootnodes() {
    return List.of();
  }
}

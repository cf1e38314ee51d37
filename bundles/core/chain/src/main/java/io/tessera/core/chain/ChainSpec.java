package io.tessera.core.chain;

import io.tessera.chain.ChainIdentity;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.StateKey;
import io.tessera.lib.codec.block.Header;
import io.tessera.lib.crypto.HeaderHash;
import io.tessera.lib.merkle.StateTrie;
import io.tessera.net.PeerAddress;
import java.util.List;
import java.util.Map;

/**
 * A chain specification (JIP-4).
 *
 * @param id the chain's name, such as {@code dev}
 * @param bootnodes nodes that accept connections
 * @param header the genesis header
 * @param state the genesis state
 * @param parameters the protocol parameters
 * @param identity what tells this chain from all others; follows from the rest
 */
public record ChainSpec(
    String id,
    List<PeerAddress> bootnodes,
    Header header,
    Map<StateKey, Bytes> state,
    ProtocolParameters parameters,
    ChainIdentity identity) {

  /** Copies list and map. */
  public ChainSpec {
    bootnodes = List.copyOf(bootnodes);
    state = Map.copyOf(state);
  }

  /** The same without its state, which is large and needed at the beginning only. */
  ChainSpec withoutState() {
    return new ChainSpec(id, bootnodes, header, Map.of(), parameters, identity);
  }

  /** A specification with its identity computed. */
  public static ChainSpec of(
      String id,
      List<PeerAddress> bootnodes,
      Header header,
      Map<StateKey, Bytes> state,
      ProtocolParameters parameters) {
    return new ChainSpec(
        id,
        bootnodes,
        header,
        state,
        parameters,
        new ChainIdentity(HeaderHash.of(header, parameters), StateTrie.root(state), parameters));
  }
}

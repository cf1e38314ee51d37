package io.tessera.discovery.validators;

import io.tessera.chain.BlockEntry;
import io.tessera.chain.BlockRequest;
import io.tessera.chain.BlockRequest.Direction;
import io.tessera.chain.Chain;
import io.tessera.chain.ProvedItems;
import io.tessera.chain.StateFetcher;
import io.tessera.chain.StateRequest;
import io.tessera.chain.StateView;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.StateKey;
import io.tessera.lib.codec.block.Header;
import io.tessera.lib.codec.state.StateComponent;
import io.tessera.lib.codec.trace.KeyValue;
import io.tessera.net.StreamException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks peers for the three values, each with its proof. */
final class SetFetcher {
  /** Room for the largest of the values, which with 1,023 validators has 400,000 bytes, twice. */
  private static final long MAX_SIZE = 1024 * 1024;

  private final Chain chain;
  private final StateFetcher fetcher;

  SetFetcher(Chain chain, StateFetcher fetcher) {
    this.chain = chain;
    this.fetcher = fetcher;
  }

  /**
   * The root of a block's posterior state: its child on the best chain has it in the header. Empty
   * when there is no child yet.
   */
  Optional<Hash> root(Hash block) {
    return chain
        .range(new BlockRequest(block, Direction.ASCENDING, 1), 1)
        .filter(above -> !above.isEmpty())
        .map(List::getFirst)
        .map(BlockEntry::ref)
        .flatMap(child -> chain.header(child.hash()))
        .filter(child -> child.parent().equals(block))
        .map(Header::priorStateRoot);
  }

  /**
   * The components with the sets, as the state with this root has them.
   *
   * @throws StreamException when the peer cannot or does not prove them
   */
  StateView fetch(PeerId peer, Hash block, Hash root) throws StreamException {
    Map<StateKey, Bytes> values = new HashMap<>();
    for (StateComponent<?> component : ValidatorSets.COMPONENTS) {
      ProvedItems proved =
          fetcher.fetch(peer, StateRequest.of(block, component.key(), MAX_SIZE), root);
      for (KeyValue item : proved.items()) {
        values.put(item.key(), item.value());
      }
    }
    return key -> Optional.ofNullable(values.get(key));
  }
}

package io.tessera.core.chain;

import io.tessera.chain.BlockState;
import io.tessera.lib.codec.Hash;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The states after the blocks right beneath the latest finalized one: who fetches a state takes
 * longer than a block. Tries share what did not change, so that each costs its block's changes.
 * Confined by its owner's lock.
 */
final class RecentStates {
  /** As many as the store keeps by default. */
  static final int KEPT = 64;

  private final Map<Hash, BlockState> states = new LinkedHashMap<>();

  /** Adds the state after the block that is the next one up. */
  void add(Hash block, BlockState state) {
    states.put(block, state);
    if (states.size() > KEPT) {
      states.remove(states.keySet().iterator().next());
    }
  }

  Optional<BlockState> find(Hash block) {
    return Optional.ofNullable(states.get(block));
  }

  void clear() {
    states.clear();
  }
}

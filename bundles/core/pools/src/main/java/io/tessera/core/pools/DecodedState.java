package io.tessera.core.pools;

import io.tessera.chain.BlockState;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.state.StateComponent;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Components of states, decoded once for each state: whoever sends something makes this node look
 * at the head's, and it is the same for all of them until the next block. Safe from any thread.
 */
final class DecodedState {
  private final ProtocolParameters parameters;
  private final Map<StateComponent<?>, Entry> latest = new ConcurrentHashMap<>();

  private record Entry(Hash root, Object value) {}

  DecodedState(ProtocolParameters parameters) {
    this.parameters = parameters;
  }

  /** A component of a state. */
  @SuppressWarnings("unchecked") // A component's entry has only ever its own value.
  <T> T read(BlockState state, StateComponent<T> component) {
    Entry entry = latest.get(component);
    if (entry == null || !entry.root.equals(state.root())) {
      entry = new Entry(state.root(), state.read(component, parameters));
      latest.put(component, entry);
    }
    return (T) entry.value;
  }
}

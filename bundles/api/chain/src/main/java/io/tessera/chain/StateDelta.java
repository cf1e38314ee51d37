package io.tessera.chain;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.StateKey;
import io.tessera.lib.codec.trace.KeyValue;
import io.tessera.lib.merkle.StateChange;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * How a block changes the serialized state (Gray Paper, appendix "State Merklization"): from its
 * parent's posterior state to its own.
 *
 * @param changes in strictly ascending order of their keys
 */
public record StateDelta(List<StateChange> changes) {
  /** Nothing changes. */
  public static final StateDelta NONE = new StateDelta(List.of());

  /**
   * Takes a copy of the list.
   *
   * @throws IllegalArgumentException when the keys are not in order, or one is there twice
   */
  public StateDelta {
    changes = List.copyOf(changes);
    for (int i = 1; i < changes.size(); i++) {
      if (changes.get(i - 1).key().compareTo(changes.get(i).key()) >= 0) {
        throw new IllegalArgumentException("key " + changes.get(i).key() + " is out of order");
      }
    }
  }

  /**
   * Changes given in any order.
   *
   * @throws IllegalArgumentException when two have the same key
   */
  public static StateDelta of(Collection<StateChange> changes) {
    return new StateDelta(changes.stream().sorted(Comparator.comparing(StateChange::key)).toList());
  }

  /** A whole state as the change from an empty one: what a genesis block brings. */
  public static StateDelta whole(Map<StateKey, Bytes> state) {
    return of(
        state.entrySet().stream().map(e -> StateChange.put(e.getKey(), e.getValue())).toList());
  }

  /**
   * A whole state as the change from an empty one.
   *
   * @throws IllegalArgumentException when two items have the same key
   */
  public static StateDelta whole(Collection<KeyValue> state) {
    return of(state.stream().map(item -> StateChange.put(item.key(), item.value())).toList());
  }
}

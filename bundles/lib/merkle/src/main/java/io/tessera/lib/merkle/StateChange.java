package io.tessera.lib.merkle;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.StateKey;
import java.util.Optional;

/**
 * What happens to one key of the state.
 *
 * @param key the key
 * @param value its new value; empty when the key is removed
 */
public record StateChange(StateKey key, Optional<Bytes> value) {

  /** The key has this value from now on. */
  public static StateChange put(StateKey key, Bytes value) {
    return new StateChange(key, Optional.of(value));
  }

  /** The key is in the state no more; nothing happens when it was not there. */
  public static StateChange remove(StateKey key) {
    return new StateChange(key, Optional.empty());
  }
}

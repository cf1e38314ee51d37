package io.tessera.chain;

import io.tessera.lib.codec.StateKey;
import io.tessera.lib.codec.trace.KeyValue;
import java.util.List;
import java.util.Optional;

/**
 * All that a state has from the start of a {@link StateRequest} up to some key, proved.
 *
 * @param items in ascending order; may be empty
 * @param next where the next request goes on, above this one's start and not above its end: it is
 *     not known what the state has from there. Empty when nothing is left of the range
 */
public record ProvedItems(List<KeyValue> items, Optional<StateKey> next) {

  /** Takes a copy of the list. */
  public ProvedItems {
    items = List.copyOf(items);
  }
}

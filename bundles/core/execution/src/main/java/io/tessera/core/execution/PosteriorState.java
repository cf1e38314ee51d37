package io.tessera.core.execution;

import io.tessera.chain.StateView;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.StateKey;
import io.tessera.lib.codec.state.StateComponent;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The state after a block, as its changes to the state before. Confined to one thread. */
final class PosteriorState implements StateView {
  private final StateView prior;
  private final ComponentCache components;
  private final Map<StateKey, Optional<Bytes>> changes = new HashMap<>();

  PosteriorState(PriorState prior) {
    this.prior = prior.view();
    components = prior.components();
  }

  /** Sets a component; that costs nothing when it is the very object of the prior state. */
  @SuppressWarnings("ReferenceEquality") // To compare large components would cost what it saves.
  <T> void set(StateComponent<T> component, T priorValue, T value) {
    if (value != priorValue) {
      put(component, value);
    }
  }

  /** Sets a component whatever it was before. */
  <T> void put(StateComponent<T> component, T value) {
    set(component.key(), Optional.of(components.encode(component, value)));
  }

  /** Sets or removes an item. */
  void set(StateKey key, Optional<Bytes> value) {
    changes.put(key, value);
  }

  /** Sets or removes items. */
  void setAll(Map<StateKey, Optional<Bytes>> values) {
    changes.putAll(values);
  }

  /** A component as it is now. */
  <T> T get(StateComponent<T> component) {
    return components.decode(component, get(component.key()).orElseThrow());
  }

  @Override
  public Optional<Bytes> get(StateKey key) {
    Optional<Bytes> changed = changes.get(key);
    return changed != null ? changed : prior.get(key);
  }

  /** The keys whose values differ from the prior state. */
  Map<StateKey, Optional<Bytes>> changes() {
    Map<StateKey, Optional<Bytes>> differing = new HashMap<>(changes);
    differing.entrySet().removeIf(change -> change.getValue().equals(prior.get(change.getKey())));
    return differing;
  }
}

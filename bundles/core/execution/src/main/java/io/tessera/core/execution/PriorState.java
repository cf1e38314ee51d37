package io.tessera.core.execution;

import io.tessera.chain.StateView;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.state.ServiceAccount;
import io.tessera.lib.codec.state.StateComponent;
import io.tessera.lib.codec.state.StateKeys;
import java.util.Optional;

/**
 * The state that a block is executed on, decoded.
 *
 * @param view its bytes
 * @param components the decoder
 */
record PriorState(StateView view, ComponentCache components) {

  /**
   * A component.
   *
   * @throws IllegalStateException when it is missing: not the block's fault
   */
  <T> T get(StateComponent<T> component) {
    Bytes encoded =
        view.get(component.key())
            .orElseThrow(() -> new IllegalStateException("no " + component + " in the state"));
    return components.decode(component, encoded);
  }

  /** A service's account. */
  Optional<ServiceAccount> account(long service) {
    return view.get(StateKeys.account(service))
        .map(encoded -> ServiceAccount.CODEC.decode(encoded.toByteArray()));
  }
}

package io.tessera.chain;

import io.tessera.lib.codec.StateKey;
import io.tessera.lib.codec.state.StateComponent;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The part of the state that stays known when accumulation is not executed: it depends on nothing
 * that services do.
 *
 * <p>Two components are known in part. In the sets of validators, those that entered since come
 * from epoch markers: their BLS keys and metadata are zeroes. In the recent history, a Beefy root
 * that is not known is {@link io.tessera.lib.codec.Hash#ZERO}, the belt has no peaks, and state
 * roots are what the headers say.
 */
public final class ConsensusState {

  /** The components that stay known. */
  public static final List<StateComponent<?>> COMPONENTS =
      List.of(
          StateComponent.RECENT_HISTORY,
          StateComponent.SAFROLE,
          StateComponent.DISPUTES,
          StateComponent.ENTROPY,
          StateComponent.ACTIVE_SET,
          StateComponent.PREVIOUS_SET,
          StateComponent.PENDING_REPORTS,
          StateComponent.SLOT);

  /** Their keys. */
  public static final Set<StateKey> KEYS =
      COMPONENTS.stream().map(StateComponent::key).collect(Collectors.toUnmodifiableSet());

  private ConsensusState() {}
}

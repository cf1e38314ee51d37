package io.tessera.core.chain;

import io.tessera.chain.StateView;
import io.tessera.core.chain.safrole.Consensus;
import io.tessera.core.chain.safrole.SlotSequences;
import io.tessera.core.chain.safrole.ValidatorSet;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.TicketBody;
import io.tessera.lib.codec.block.ValidatorKeys;
import io.tessera.lib.codec.state.EntropyPool;
import io.tessera.lib.codec.state.SafroleState;
import io.tessera.lib.codec.state.StateComponent;
import io.tessera.lib.codec.state.ValidatorData;
import java.util.List;
import java.util.Optional;

/**
 * Reads out of a state what decides about the next header: where following headers begins, at
 * genesis and after a restart.
 */
final class ConsensusReader {
  private final StateView state;
  private final ProtocolParameters parameters;

  ConsensusReader(StateView state, ProtocolParameters parameters) {
    this.state = state;
    this.parameters = parameters;
  }

  /**
   * Reads the components of Safrole.
   *
   * @throws IllegalStateException when one is missing
   * @throws io.tessera.lib.codec.CodecException when one is malformed
   */
  Consensus read() {
    long slot = component(StateComponent.SLOT);
    SafroleState safrole = component(StateComponent.SAFROLE);
    EntropyPool entropy = component(StateComponent.ENTROPY);
    return new Consensus(
        slot,
        entropy,
        safrole.sealKeys(),
        winners(slot, safrole.accumulator()),
        set(component(StateComponent.PREVIOUS_SET)),
        set(component(StateComponent.ACTIVE_SET)),
        set(safrole.pendingSet()));
  }

  /** A contest that has ended with all places taken has its winners. */
  private Optional<List<TicketBody>> winners(long slot, List<TicketBody> accumulator) {
    boolean ended = parameters.phaseOf(slot) >= parameters.ticketSubmissionEnd();
    return ended && accumulator.size() == parameters.epochLength()
        ? Optional.of(SlotSequences.outsideIn(accumulator))
        : Optional.empty();
  }

  private static ValidatorSet set(List<ValidatorData> validators) {
    return new ValidatorSet(
        validators.stream()
            .map(each -> new ValidatorKeys(each.bandersnatch(), each.ed25519()))
            .toList());
  }

  private <T> T component(StateComponent<T> component) {
    Bytes value =
        state
            .get(component.key())
            .orElseThrow(() -> new IllegalStateException("the state has no " + component));
    return component.codec(parameters).decode(value.toByteArray());
  }
}

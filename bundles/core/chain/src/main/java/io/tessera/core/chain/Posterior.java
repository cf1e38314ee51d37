package io.tessera.core.chain;

import io.tessera.chain.BlockState;
import io.tessera.chain.StateKnowledge;
import io.tessera.core.chain.safrole.Consensus;
import io.tessera.core.chain.safrole.ValidatorSet;
import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.ValidatorKeys;
import io.tessera.lib.codec.state.StateComponent;
import io.tessera.lib.merkle.StateTrie;
import io.tessera.net.Topology;
import java.util.List;

/**
 * What is known after a block. Shares with those of other blocks whatever is the same.
 *
 * @param consensus what decides about the next header
 * @param state all values that are known
 * @param knowledge whether these are all values there are
 */
record Posterior(Consensus consensus, StateTrie state, StateKnowledge knowledge) {

  /**
   * What a state says; one that lacks a component is known in part.
   *
   * @throws RuntimeException when a component that consensus needs is missing or malformed
   */
  static Posterior of(StateTrie state, ProtocolParameters parameters) {
    boolean complete =
        StateComponent.ALL.stream().allMatch(component -> state.get(component.key()).isPresent());
    return new Posterior(
        new ConsensusReader(state::get, parameters).read(),
        state,
        complete ? StateKnowledge.COMPLETE : StateKnowledge.CONSENSUS);
  }

  /** The validators of the block's epoch and of both neighbours. */
  Topology topology() {
    return new Topology(
        keys(consensus.previous()), keys(consensus.current()), keys(consensus.next()));
  }

  private static List<Ed25519Public> keys(ValidatorSet set) {
    return set.keys().stream().map(ValidatorKeys::ed25519).toList();
  }

  /** The same for others. */
  BlockState forOthers() {
    return BlockState.of(knowledge, state);
  }
}

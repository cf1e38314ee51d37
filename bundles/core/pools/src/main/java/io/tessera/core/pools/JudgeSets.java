package io.tessera.core.pools;

import io.tessera.chain.BlockRef;
import io.tessera.chain.BlockState;
import io.tessera.chain.Chain;
import io.tessera.chain.StateKnowledge;
import io.tessera.lib.authoring.GuarantorAssignments;
import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.state.EntropyPool;
import io.tessera.lib.codec.state.StateComponent;
import io.tessera.lib.codec.state.ValidatorData;
import java.util.List;
import java.util.Optional;

/**
 * Whose judgments a block on top of another can include (Gray Paper, section "Disputes, Verdicts
 * and Judgments"): the Ed25519 keys of the validators of its epoch and the one before, by index.
 *
 * @param epoch of the block
 * @param active κ after it
 * @param previous λ after it
 * @param next those of the epoch after it
 * @param entropy η after it
 */
record JudgeSets(
    long epoch,
    List<Ed25519Public> active,
    List<Ed25519Public> previous,
    List<Ed25519Public> next,
    EntropyPool entropy) {

  /** Stands for a validator that misbehaved. Anybody can sign for it: it is no one's key. */
  static final Ed25519Public NOBODY = ValidatorData.NULL.ed25519();

  /**
   * Reads them.
   *
   * @return empty when the state after the block is not known as far as that
   */
  static Optional<JudgeSets> read(Chain chain, BlockRef head) {
    return chain
        .state(head.hash())
        .filter(state -> state.knowledge() != StateKnowledge.HEADERS)
        .map(state -> read(state, chain.parameters()));
  }

  /** Reads them from the state after the block. */
  static JudgeSets read(BlockState state, ProtocolParameters parameters) {
    return new JudgeSets(
        parameters.epochOf(state.read(StateComponent.SLOT, parameters)),
        keys(state.read(StateComponent.ACTIVE_SET, parameters)),
        keys(state.read(StateComponent.PREVIOUS_SET, parameters)),
        keys(state.read(StateComponent.SAFROLE, parameters).pendingSet()),
        state.read(StateComponent.ENTROPY, parameters));
  }

  static List<Ed25519Public> keys(List<ValidatorData> set) {
    return set.stream().map(ValidatorData::ed25519).toList();
  }

  /** The validators of an epoch, when it is one of the two. */
  Optional<List<Ed25519Public>> of(long wanted) {
    if (wanted == epoch) {
      return Optional.of(active);
    }
    return wanted == epoch - 1 ? Optional.of(previous) : Optional.empty();
  }

  /** Each validator's core in a slot of one of the two epochs (section "Guarantor Assignments"). */
  List<Integer> coresIn(long slot, ProtocolParameters parameters) {
    Hash seed = parameters.epochOf(slot) == epoch ? entropy.second() : entropy.third();
    return GuarantorAssignments.permute(parameters, seed, slot);
  }
}

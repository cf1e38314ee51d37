package io.tessera.core.execution;

import io.tessera.chain.BlockRejectedException;
import io.tessera.lib.authoring.KeyFilter;
import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.EpochMark;
import io.tessera.lib.codec.block.TicketBody;
import io.tessera.lib.codec.block.TicketEnvelope;
import io.tessera.lib.codec.block.ValidatorKeys;
import io.tessera.lib.codec.state.EntropyPool;
import io.tessera.lib.codec.state.EpochRoot;
import io.tessera.lib.codec.state.SafroleState;
import io.tessera.lib.codec.state.SealKeys;
import io.tessera.lib.codec.state.ValidatorData;
import java.util.List;
import java.util.Optional;

/**
 * η', γ', κ', λ' and the markers that a header must have (Gray Paper, section "Block Production and
 * Chain Growth").
 */
final class SafroleTransition {
  private final ProtocolParameters parameters;
  private final TicketProofs proofs;
  private final TicketContest contest;

  SafroleTransition(ProtocolParameters parameters, TicketProofs proofs) {
    this.parameters = parameters;
    this.proofs = proofs;
    contest = new TicketContest(parameters);
  }

  /**
   * What Safrole starts from.
   *
   * @param entropy η
   * @param safrole γ
   * @param activeSet κ
   * @param previousSet λ
   */
  record Prior(
      EntropyPool entropy,
      SafroleState safrole,
      List<ValidatorData> activeSet,
      List<ValidatorData> previousSet) {}

  /**
   * What comes of it.
   *
   * @param entropy η'
   * @param safrole γ'
   * @param activeSet κ'
   * @param previousSet λ'
   * @param epochMark what H_E must be
   * @param winnersMark what H_W must be
   */
  record Posterior(
      EntropyPool entropy,
      SafroleState safrole,
      List<ValidatorData> activeSet,
      List<ValidatorData> previousSet,
      Optional<EpochMark> epochMark,
      Optional<List<TicketBody>> winnersMark) {}

  /** The validators that follow, when a new epoch begins. */
  @FunctionalInterface
  interface Staging {
    /** ι, or what is known of it. */
    List<ValidatorData> set() throws BlockRejectedException;
  }

  /**
   * The transition.
   *
   * @param vrfOutput Y(H_V)
   * @param staging asked for ι when a new epoch begins
   * @param offenders ψ'_O
   */
  Posterior apply(
      Timing time,
      Hash vrfOutput,
      Prior prior,
      Staging staging,
      List<Ed25519Public> offenders,
      List<TicketEnvelope> tickets,
      Signatures signatures)
      throws BlockRejectedException {
    SafroleState safrole = prior.safrole();
    EntropyPool entropy = EntropyTransition.apply(prior.entropy(), time, vrfOutput);

    List<ValidatorData> pendingSet = safrole.pendingSet();
    List<ValidatorData> activeSet = prior.activeSet();
    List<ValidatorData> previousSet = prior.previousSet();
    EpochRoot epochRoot = safrole.epochRoot();
    if (time.newEpoch()) {
      previousSet = activeSet;
      activeSet = pendingSet;
      pendingSet = KeyFilter.apply(staging.set(), offenders);
      epochRoot = proofs.epochRoot(pendingSet.stream().map(ValidatorData::bandersnatch).toList());
    }
    SealKeys sealKeys =
        SealKeySequence.apply(
            parameters,
            time,
            safrole.sealKeys(),
            safrole.accumulator(),
            entropy.second(),
            activeSet);
    List<TicketBody> accumulator =
        contest.apply(
            time, safrole.accumulator(), tickets, epochRoot, entropy.second(), signatures);
    boolean changed = time.newEpoch() || !tickets.isEmpty();
    return new Posterior(
        entropy,
        changed ? new SafroleState(pendingSet, epochRoot, sealKeys, accumulator) : safrole,
        activeSet,
        previousSet,
        epochMark(time, prior.entropy(), pendingSet),
        winnersMark(time, safrole.accumulator()));
  }

  private static Optional<EpochMark> epochMark(
      Timing time, EntropyPool prior, List<ValidatorData> pendingSet) {
    if (!time.newEpoch()) {
      return Optional.empty();
    }
    List<ValidatorKeys> keys =
        pendingSet.stream()
            .map(validator -> new ValidatorKeys(validator.bandersnatch(), validator.ed25519()))
            .toList();
    return Optional.of(new EpochMark(prior.now(), prior.first(), keys));
  }

  /** Due in the first block after the contest's end, when the accumulator is full. */
  private Optional<List<TicketBody>> winnersMark(Timing time, List<TicketBody> accumulator) {
    int end = parameters.ticketSubmissionEnd();
    boolean due =
        !time.newEpoch()
            && time.priorPhase() < end
            && end <= time.phase()
            && accumulator.size() == parameters.epochLength();
    return due ? Optional.of(SealKeySequence.outsideIn(accumulator)) : Optional.empty();
  }
}

package io.tessera.core.execution;

import io.tessera.chain.BlockFault;
import io.tessera.chain.BlockRejectedException;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.Judgment;
import io.tessera.lib.codec.block.Verdict;
import io.tessera.lib.codec.state.DisputeRecords;
import io.tessera.lib.codec.state.ValidatorData;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The rules for verdicts (Gray Paper, section "Disputes, Verdicts and Judgments"). */
final class VerdictRules {
  private final ProtocolParameters parameters;

  VerdictRules(ProtocolParameters parameters) {
    this.parameters = parameters;
  }

  /**
   * How a block's verdicts turn out.
   *
   * @param good hashes of reports found valid
   * @param bad hashes of reports found invalid
   * @param wonky hashes of reports that could not be judged
   */
  record Judged(List<Hash> good, List<Hash> bad, List<Hash> wonky) {}

  Judged check(
      List<Verdict> verdicts,
      DisputeRecords records,
      long priorSlot,
      List<ValidatorData> activeSet,
      List<ValidatorData> previousSet,
      Signatures signatures)
      throws BlockRejectedException {
    checkOrder(verdicts);
    Set<Hash> before = new HashSet<>(records.good());
    before.addAll(records.bad());
    before.addAll(records.wonky());
    long epoch = parameters.epochOf(priorSlot);
    Judged judged = new Judged(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (Verdict verdict : verdicts) {
      if (before.contains(verdict.target())) {
        throw new BlockRejectedException(
            BlockFault.ALREADY_JUDGED, name(verdict) + " was judged before");
      }
      if (verdict.age() != epoch && verdict.age() != epoch - 1) {
        throw new BlockRejectedException(
            BlockFault.BAD_JUDGEMENT_AGE,
            name(verdict) + " was judged in epoch " + verdict.age() + ", not about " + epoch);
      }
      checkJudgments(verdict, verdict.age() == epoch ? activeSet : previousSet, signatures);
      outcome(verdict, judged).add(verdict.target());
    }
    return judged;
  }

  private static void checkOrder(List<Verdict> verdicts) throws BlockRejectedException {
    for (int i = 1; i < verdicts.size(); i++) {
      if (verdicts.get(i - 1).target().compareTo(verdicts.get(i).target()) >= 0) {
        throw new BlockRejectedException(
            BlockFault.VERDICTS_NOT_SORTED_UNIQUE, name(verdicts.get(i)));
      }
    }
  }

  private static void checkJudgments(
      Verdict verdict, List<ValidatorData> judges, Signatures signatures)
      throws BlockRejectedException {
    int previous = -1;
    for (Judgment judgment : verdict.votes()) {
      if (judgment.index() <= previous) {
        throw new BlockRejectedException(
            BlockFault.JUDGEMENTS_NOT_SORTED_UNIQUE, name(verdict) + ", " + judgment.index());
      }
      if (judgment.index() >= judges.size()) {
        throw new BlockRejectedException(
            BlockFault.BAD_VALIDATOR_INDEX, name(verdict) + ", judge " + judgment.index());
      }
      previous = judgment.index();
      signatures.statement(
          judges.get(judgment.index()).ed25519(),
          Signatures.Context.judgment(judgment.vote()),
          verdict.target(),
          judgment.signature(),
          "judgment of validator " + judgment.index() + " on " + name(verdict));
    }
  }

  /** All are for it, none is, or exactly a third of the validators. */
  private List<Hash> outcome(Verdict verdict, Judged judged) throws BlockRejectedException {
    long positive = verdict.votes().stream().filter(Judgment::vote).count();
    if (positive == parameters.superMajority()) {
      return judged.good();
    }
    if (positive == 0) {
      return judged.bad();
    }
    if (positive == parameters.validators() / 3) {
      return judged.wonky();
    }
    throw new BlockRejectedException(
        BlockFault.BAD_VOTE_SPLIT, name(verdict) + " has " + positive + " positive votes");
  }

  private static String name(Verdict verdict) {
    return "report " + verdict.target().toShortHex();
  }
}

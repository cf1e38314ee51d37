package io.tessera.core.execution;

import io.tessera.chain.BlockFault;
import io.tessera.chain.BlockRejectedException;
import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.block.Culprit;
import io.tessera.lib.codec.block.Fault;
import io.tessera.lib.codec.state.DisputeRecords;
import io.tessera.lib.codec.state.ValidatorData;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The rules for culprits and faults (Gray Paper, "Disputes, Verdicts and Judgments"). */
final class OffenceRules {
  private final Set<Hash> good;
  private final Set<Hash> bad;
  private final Set<Ed25519Public> punished;
  private final Set<Ed25519Public> validators = new HashSet<>();
  private final Signatures signatures;

  /**
   * Rules on top of a block's verdicts.
   *
   * @param records ψ
   * @param good ψ'_G
   * @param bad ψ'_B
   */
  OffenceRules(
      DisputeRecords records,
      Set<Hash> good,
      Set<Hash> bad,
      List<ValidatorData> activeSet,
      List<ValidatorData> previousSet,
      Signatures signatures) {
    this.good = good;
    this.bad = bad;
    this.signatures = signatures;
    punished = new HashSet<>(records.offenders());
    activeSet.forEach(validator -> validators.add(validator.ed25519()));
    previousSet.forEach(validator -> validators.add(validator.ed25519()));
  }

  void check(List<Culprit> culprits, List<Fault> faults) throws BlockRejectedException {
    Ed25519Public previous = null;
    for (Culprit culprit : culprits) {
      checkOrder(previous, culprit.key(), BlockFault.CULPRITS_NOT_SORTED_UNIQUE);
      check(culprit);
      previous = culprit.key();
    }
    previous = null;
    for (Fault fault : faults) {
      checkOrder(previous, fault.key(), BlockFault.FAULTS_NOT_SORTED_UNIQUE);
      check(fault);
      previous = fault.key();
    }
  }

  private void check(Culprit culprit) throws BlockRejectedException {
    if (!bad.contains(culprit.target())) {
      throw new BlockRejectedException(
          BlockFault.CULPRITS_VERDICT_NOT_BAD,
          "report " + culprit.target().toShortHex() + " was not found invalid");
    }
    checkKey(culprit.key(), BlockFault.BAD_GUARANTOR_KEY);
    signatures.statement(
        culprit.key(),
        Signatures.Context.GUARANTEE,
        culprit.target(),
        culprit.signature(),
        "guarantee of culprit " + culprit.key().toShortHex());
  }

  /** A fault voted for a report that is invalid, or against one that is valid. */
  private void check(Fault fault) throws BlockRejectedException {
    boolean invalid = bad.contains(fault.target());
    if (invalid == good.contains(fault.target()) || invalid != fault.vote()) {
      throw new BlockRejectedException(
          BlockFault.FAULT_VERDICT_WRONG,
          "vote on report " + fault.target().toShortHex() + " contradicts no verdict");
    }
    checkKey(fault.key(), BlockFault.BAD_AUDITOR_KEY);
    signatures.statement(
        fault.key(),
        Signatures.Context.judgment(fault.vote()),
        fault.target(),
        fault.signature(),
        "judgment of offender " + fault.key().toShortHex());
  }

  private void checkKey(Ed25519Public key, BlockFault notOfValidator)
      throws BlockRejectedException {
    if (punished.contains(key)) {
      throw new BlockRejectedException(
          BlockFault.OFFENDER_ALREADY_REPORTED, key.toShortHex() + " was reported before");
    }
    if (!validators.contains(key)) {
      throw new BlockRejectedException(notOfValidator, key.toShortHex() + " is no validator's key");
    }
  }

  private static void checkOrder(Ed25519Public previous, Ed25519Public key, BlockFault fault)
      throws BlockRejectedException {
    if (previous != null && previous.compareTo(key) >= 0) {
      throw new BlockRejectedException(fault, "offender " + key.toShortHex());
    }
  }
}

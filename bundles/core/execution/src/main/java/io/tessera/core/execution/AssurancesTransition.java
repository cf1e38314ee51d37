package io.tessera.core.execution;

import io.tessera.chain.BlockFault;
import io.tessera.chain.BlockRejectedException;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.Assurance;
import io.tessera.lib.codec.block.WorkReport;
import io.tessera.lib.codec.state.PendingReport;
import io.tessera.lib.codec.state.PendingReports;
import io.tessera.lib.codec.state.ValidatorData;
import io.tessera.lib.crypto.Blake2b;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** ρ‡ and R (Gray Paper, section "Package Availability Assurances"). */
final class AssurancesTransition {
  private final ProtocolParameters parameters;

  AssurancesTransition(ProtocolParameters parameters) {
    this.parameters = parameters;
  }

  /**
   * What comes of it.
   *
   * @param reports ρ‡
   * @param available R: the reports that became available, by core
   */
  record Posterior(PendingReports reports, List<WorkReport> available) {}

  /**
   * The transition.
   *
   * @param reports ρ†
   * @param slot τ'
   * @param parent H_P
   * @param activeSet κ, the prior one
   */
  Posterior apply(
      List<Assurance> assurances,
      PendingReports reports,
      long slot,
      Hash parent,
      List<ValidatorData> activeSet,
      Signatures signatures)
      throws BlockRejectedException {
    int[] votes = new int[parameters.cores()];
    int previous = -1;
    for (Assurance assurance : assurances) {
      checkAssurer(assurance, previous, parent, activeSet);
      previous = assurance.validatorIndex();
      count(assurance, reports, votes);
      signatures.statement(
          activeSet.get(assurance.validatorIndex()).ed25519(),
          Signatures.Context.AVAILABLE,
          Blake2b.hash(parent, assurance.bitfield()),
          assurance.signature(),
          "assurance of validator " + assurance.validatorIndex());
    }
    return outcome(reports, slot, votes);
  }

  private static void checkAssurer(
      Assurance assurance, int previous, Hash parent, List<ValidatorData> activeSet)
      throws BlockRejectedException {
    int index = assurance.validatorIndex();
    if (!assurance.anchor().equals(parent)) {
      throw new BlockRejectedException(
          BlockFault.BAD_ATTESTATION_PARENT,
          "assurance of validator " + index + " is on " + assurance.anchor().toShortHex());
    }
    if (index >= activeSet.size()) {
      throw new BlockRejectedException(
          BlockFault.BAD_VALIDATOR_INDEX, "assurance of validator " + index);
    }
    if (index <= previous) {
      throw new BlockRejectedException(
          BlockFault.NOT_SORTED_OR_UNIQUE_ASSURERS, index + " after " + previous);
    }
  }

  private static void count(Assurance assurance, PendingReports reports, int[] votes)
      throws BlockRejectedException {
    for (int core = 0; core < votes.length; core++) {
      if (assurance.assures(core)) {
        if (reports.on(core).isEmpty()) {
          throw new BlockRejectedException(
              BlockFault.CORE_NOT_ENGAGED,
              "validator " + assurance.validatorIndex() + " assures core " + core);
        }
        votes[core]++;
      }
    }
  }

  /** More than two thirds make a report available; available and overdue ones leave. */
  private Posterior outcome(PendingReports reports, long slot, int[] votes) {
    List<Optional<PendingReport>> cores = new ArrayList<>(votes.length);
    List<WorkReport> available = new ArrayList<>();
    boolean changed = false;
    for (int core = 0; core < votes.length; core++) {
      Optional<PendingReport> pending = reports.on(core);
      boolean isAvailable = votes[core] >= parameters.superMajority();
      boolean overdue =
          pending.isPresent() && slot >= pending.get().slot() + parameters.assuranceTimeout();
      if (isAvailable) {
        available.add(pending.orElseThrow().report());
      }
      changed |= isAvailable || overdue;
      cores.add(isAvailable || overdue ? Optional.empty() : pending);
    }
    return new Posterior(changed ? new PendingReports(cores) : reports, available);
  }
}

package io.tessera.core.execution;

import io.tessera.chain.BlockFault;
import io.tessera.chain.BlockRejectedException;
import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.Culprit;
import io.tessera.lib.codec.block.Disputes;
import io.tessera.lib.codec.block.Fault;
import io.tessera.lib.codec.block.WorkReport;
import io.tessera.lib.codec.state.DisputeRecords;
import io.tessera.lib.codec.state.PendingReport;
import io.tessera.lib.codec.state.PendingReports;
import io.tessera.lib.codec.state.ValidatorData;
import io.tessera.lib.crypto.Blake2b;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** ψ' and ρ† (Gray Paper, section "Disputes, Verdicts and Judgments"). */
final class DisputesTransition {
  private final VerdictRules verdictRules;

  DisputesTransition(ProtocolParameters parameters) {
    verdictRules = new VerdictRules(parameters);
  }

  /**
   * What comes of it.
   *
   * @param records ψ'
   * @param reports ρ†
   * @param offenders what H_O must be: the keys of all culprits, then those of all faults
   */
  record Posterior(DisputeRecords records, PendingReports reports, List<Ed25519Public> offenders) {}

  /**
   * The transition.
   *
   * @param priorSlot τ
   * @param activeSet κ, the prior one
   * @param previousSet λ, the prior one
   */
  Posterior apply(
      Disputes disputes,
      DisputeRecords records,
      PendingReports reports,
      long priorSlot,
      List<ValidatorData> activeSet,
      List<ValidatorData> previousSet,
      Signatures signatures)
      throws BlockRejectedException {
    if (disputes.equals(Disputes.NONE)) {
      return new Posterior(records, reports, List.of());
    }
    VerdictRules.Judged judged =
        verdictRules.check(
            disputes.verdicts(), records, priorSlot, activeSet, previousSet, signatures);
    Set<Hash> good = union(records.good(), judged.good());
    Set<Hash> bad = union(records.bad(), judged.bad());
    new OffenceRules(records, good, bad, activeSet, previousSet, signatures)
        .check(disputes.culprits(), disputes.faults());
    checkOffencesFollow(disputes, judged);

    List<Ed25519Public> offenders =
        Stream.concat(
                disputes.culprits().stream().map(Culprit::key),
                disputes.faults().stream().map(Fault::key))
            .toList();
    DisputeRecords posterior =
        new DisputeRecords(
            List.copyOf(good),
            List.copyOf(bad),
            List.copyOf(union(records.wonky(), judged.wonky())),
            List.copyOf(union(records.offenders(), offenders)));
    return new Posterior(posterior, withoutDoubtful(reports, judged), offenders);
  }

  /** A valid report needs one fault at least, an invalid one two culprits. */
  private static void checkOffencesFollow(Disputes disputes, VerdictRules.Judged judged)
      throws BlockRejectedException {
    for (Hash report : judged.good()) {
      if (disputes.faults().stream().noneMatch(fault -> fault.target().equals(report))) {
        throw new BlockRejectedException(
            BlockFault.NOT_ENOUGH_FAULTS, "report " + report.toShortHex() + " has no fault");
      }
    }
    for (Hash report : judged.bad()) {
      long culprits = disputes.culprits().stream().filter(c -> c.target().equals(report)).count();
      if (culprits < 2) {
        throw new BlockRejectedException(
            BlockFault.NOT_ENOUGH_CULPRITS,
            "report " + report.toShortHex() + " has " + culprits + " culprits");
      }
    }
  }

  /** Reports that are invalid or could not be judged leave their cores. */
  private static PendingReports withoutDoubtful(
      PendingReports reports, VerdictRules.Judged judged) {
    Set<Hash> doubtful = new HashSet<>(judged.bad());
    doubtful.addAll(judged.wonky());
    List<Optional<PendingReport>> cores = new ArrayList<>();
    for (Optional<PendingReport> pending : reports.cores()) {
      cores.add(pending.filter(it -> !doubtful.contains(hashOf(it.report()))));
    }
    return new PendingReports(cores);
  }

  private static Hash hashOf(WorkReport report) {
    return Blake2b.hash(WorkReport.CODEC.encode(report));
  }

  /** In ascending order, as the state keeps it. */
  private static <T> Set<T> union(Collection<T> prior, Collection<T> more) {
    Set<T> union = new TreeSet<>(prior);
    union.addAll(more);
    return union;
  }
}

package io.tessera.core.execution;

import io.tessera.chain.BlockFault;
import io.tessera.chain.BlockRejectedException;
import io.tessera.lib.codec.block.Guarantee;
import io.tessera.lib.codec.state.PendingReport;
import io.tessera.lib.codec.state.PendingReports;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** ρ' (Gray Paper, sections "Work Report Guarantees" and "Transitioning for Reports"). */
final class GuaranteesTransition {
  private GuaranteesTransition() {}

  /**
   * The transition.
   *
   * @param reports ρ‡
   * @param slot τ'
   */
  static PendingReports apply(
      List<Guarantee> guarantees,
      PendingReports reports,
      long slot,
      CredentialRules credentials,
      ReportRules contents,
      ReportContextRules contexts)
      throws BlockRejectedException {
    if (guarantees.isEmpty()) {
      return reports;
    }
    checkOrder(guarantees);
    List<Optional<PendingReport>> cores = new ArrayList<>(reports.cores());
    for (Guarantee guarantee : guarantees) {
      contents.check(guarantee.report());
      credentials.check(guarantee);
      cores.set(
          guarantee.report().coreIndex(), Optional.of(new PendingReport(guarantee.report(), slot)));
    }
    contexts.check(guarantees);
    return new PendingReports(cores);
  }

  private static void checkOrder(List<Guarantee> guarantees) throws BlockRejectedException {
    for (int i = 1; i < guarantees.size(); i++) {
      int core = guarantees.get(i).report().coreIndex();
      if (guarantees.get(i - 1).report().coreIndex() >= core) {
        throw new BlockRejectedException(
            BlockFault.OUT_OF_ORDER_GUARANTEE, "guarantee for core " + core);
      }
    }
  }
}

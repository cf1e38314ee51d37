package io.tessera.core.execution;

import io.tessera.chain.ExecutionContext;
import io.tessera.chain.GuaranteeRules;
import io.tessera.chain.SignatureCheck;
import io.tessera.chain.StateKnowledge;
import io.tessera.lib.authoring.GuarantorState;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.state.PendingReports;
import io.tessera.lib.codec.state.RecentHistory;
import io.tessera.lib.codec.state.StateComponent;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Applies a block's rules to a guarantee for which there is no block yet. */
final class SingleGuarantee implements GuaranteeRules {
  private final ProtocolParameters parameters;
  private final ComponentCache components;
  private final PendingReports allFree;

  SingleGuarantee(ProtocolParameters parameters) {
    this.parameters = parameters;
    components = new ComponentCache(parameters);
    allFree = new PendingReports(Collections.nCopies(parameters.cores(), Optional.empty()));
  }

  @Override
  public Check in(Place block) {
    PriorState state = new PriorState(block.prior().values(), components);
    GuaranteeContext context =
        new GuaranteeContext(
            parameters,
            state,
            new ExecutionContext(StateKnowledge.COMPLETE, block.ancestors(), Optional.empty()),
            new UncheckedCounts());
    RecentHistory history =
        RecentHistoryTransition.withParentStateRoot(
            state.get(StateComponent.RECENT_HISTORY), block.prior().root());
    PendingReports pending = state.get(StateComponent.PENDING_REPORTS);
    ReportRules contents = context.reportRules(allFree);
    Signatures signatures = new Signatures(null);
    CredentialRules credentials =
        new CredentialRules(
            parameters, GuarantorState.of(parameters, state::get, block.slot()), signatures);
    return (guarantee, companions) -> {
      int before = signatures.checks().size();
      contents.check(guarantee.report());
      credentials.check(guarantee);
      context.contextRules(block.slot(), history, pending).check(guarantee, companions);
      List<SignatureCheck> all = signatures.checks();
      return all.subList(before, all.size());
    };
  }
}

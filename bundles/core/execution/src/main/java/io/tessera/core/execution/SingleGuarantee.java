package io.tessera.core.execution;

import io.tessera.chain.BlockRejectedException;
import io.tessera.chain.ExecutionContext;
import io.tessera.chain.GuaranteeRules;
import io.tessera.chain.SignatureCheck;
import io.tessera.chain.StateKnowledge;
import io.tessera.lib.authoring.GuarantorState;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.Guarantee;
import io.tessera.lib.codec.state.PendingReports;
import io.tessera.lib.codec.state.RecentHistory;
import io.tessera.lib.codec.state.StateComponent;
import java.util.Collection;
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
  public List<SignatureCheck> check(
      Guarantee guarantee, Collection<Guarantee> companions, Place block)
      throws BlockRejectedException {
    PriorState state = new PriorState(block.prior().values(), components);
    GuaranteeContext context =
        new GuaranteeContext(
            parameters,
            state,
            new ExecutionContext(StateKnowledge.COMPLETE, block.ancestors(), Optional.empty()),
            new UncheckedCounts());
    context.reportRules(allFree).check(guarantee.report());

    Signatures signatures = new Signatures(null);
    GuarantorState guarantors =
        GuarantorState.read(parameters, block.prior().values()::get, block.slot());
    new CredentialRules(parameters, guarantors, signatures).check(guarantee);

    RecentHistory history =
        RecentHistoryTransition.withParentStateRoot(
            state.get(StateComponent.RECENT_HISTORY), block.prior().root());
    context
        .contextRules(block.slot(), history, state.get(StateComponent.PENDING_REPORTS))
        .check(guarantee, companions);
    return signatures.checks();
  }
}

package io.tessera.core.execution;

import io.tessera.chain.ExecutionContext;
import io.tessera.chain.GuaranteeRules;
import io.tessera.chain.SignatureCheck;
import io.tessera.chain.StateKnowledge;
import io.tessera.lib.authoring.GuarantorState;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.state.PendingReports;
import io.tessera.lib.codec.state.ReadyReport;
import io.tessera.lib.codec.state.RecentHistory;
import io.tessera.lib.codec.state.StateComponent;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Applies a block's rules to a guarantee for which there is no block yet. Safe from any thread. */
final class SingleGuarantee implements GuaranteeRules {
  private final ProtocolParameters parameters;
  private final ComponentCache components;
  private final PendingReports allFree;

  /** On a full chain two hundred thousand packages, which are the same for all of a slot. */
  private volatile Pipeline latest;

  private record Pipeline(
      List<List<Hash>> accumulated, List<List<ReadyReport>> queue, Set<Hash> packages) {}

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
            new UncheckedCounts(),
            this::pipeline);
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

  Set<Hash> pipeline(PriorState state) {
    List<List<Hash>> accumulated = state.get(StateComponent.ACCUMULATED);
    List<List<ReadyReport>> queue = state.get(StateComponent.READY_QUEUE);
    Pipeline known = latest;
    if (known == null || !known.accumulated.equals(accumulated) || !known.queue.equals(queue)) {
      known = new Pipeline(accumulated, queue, GuaranteeContext.pipeline(state));
      latest = known;
    }
    return known.packages;
  }
}

package io.tessera.core.execution;

import io.tessera.chain.ExecutionContext;
import io.tessera.chain.StateKnowledge;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.state.PendingReports;
import io.tessera.lib.codec.state.ReadyReport;
import io.tessera.lib.codec.state.RecentHistory;
import io.tessera.lib.codec.state.StateComponent;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The rules for reports in a state of which not everything need be known. Confined to one thread.
 */
final class GuaranteeContext {
  private final ProtocolParameters parameters;
  private final PriorState state;
  private final ExecutionContext context;
  private final UncheckedCounts unchecked;
  private final Function<PriorState, Set<Hash>> packages;

  /** Packages accumulated or queued, once somebody asked; there can be many. */
  private Set<Hash> pipeline;

  GuaranteeContext(
      ProtocolParameters parameters,
      PriorState state,
      ExecutionContext context,
      UncheckedCounts unchecked) {
    this(parameters, state, context, unchecked, GuaranteeContext::pipeline);
  }

  /**
   * A context.
   *
   * @param packages finds the packages that are accumulated or queued, for who knows them already
   */
  GuaranteeContext(
      ProtocolParameters parameters,
      PriorState state,
      ExecutionContext context,
      UncheckedCounts unchecked,
      Function<PriorState, Set<Hash>> packages) {
    this.packages = packages;
    this.parameters = parameters;
    this.state = state;
    this.context = context;
    this.unchecked = unchecked;
  }

  /**
   * Rules for a report's contents.
   *
   * @param reports ρ‡
   */
  ReportRules reportRules(PendingReports reports) {
    return new ReportRules(
        parameters,
        reports,
        complete() ? Optional.of(state.get(StateComponent.AUTHORIZER_POOLS)) : Optional.empty(),
        complete() ? Optional.of(state::account) : Optional.empty(),
        unchecked);
  }

  /**
   * Rules for how a report fits into the chain.
   *
   * @param history β†
   * @param prior ρ
   */
  ReportContextRules contextRules(long slot, RecentHistory history, PendingReports prior) {
    Predicate<Hash> pending =
        hash ->
            prior.cores().stream()
                .flatMap(Optional::stream)
                .anyMatch(it -> it.report().packageSpec().hash().equals(hash));
    return new ReportContextRules(
        parameters,
        new ReportContextRules.Chain(
            slot,
            history,
            context.ancestors(),
            pending,
            complete() ? Optional.of(this::inPipeline) : Optional.empty()),
        unchecked);
  }

  /** Whether a package is accumulated, or waits for others to be. */
  private boolean inPipeline(Hash hash) {
    if (pipeline == null) {
      pipeline = packages.apply(state);
    }
    return pipeline.contains(hash);
  }

  /** All packages that are accumulated, or wait for others to be. */
  static Set<Hash> pipeline(PriorState state) {
    Set<Hash> pipeline = new HashSet<>();
    state.get(StateComponent.ACCUMULATED).forEach(pipeline::addAll);
    for (List<ReadyReport> queue : state.get(StateComponent.READY_QUEUE)) {
      queue.forEach(entry -> pipeline.add(entry.report().packageSpec().hash()));
    }
    return pipeline;
  }

  private boolean complete() {
    return context.knowledge() == StateKnowledge.COMPLETE;
  }
}

package io.tessera.core.execution;

import io.tessera.chain.EncodedBlock;
import io.tessera.chain.ExecutionContext;
import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.Extrinsic;
import io.tessera.lib.codec.block.Guarantee;
import io.tessera.lib.codec.block.WorkReport;
import io.tessera.lib.codec.state.ActivityStatistics;
import io.tessera.lib.codec.state.StateComponent;
import io.tessera.lib.codec.state.ValidatorData;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The part of a block's transition that depends on what services do: accumulation, preimages,
 * authorizers and statistics; and the recent history, which commits to accumulation's outputs.
 */
final class ServicesTransition {
  private final ProtocolParameters parameters;

  ServicesTransition(ProtocolParameters parameters) {
    this.parameters = parameters;
  }

  /**
   * Writes what changes.
   *
   * @return how many reports were accumulated; empty when that would need an accumulator, and
   *     nothing was written
   */
  OptionalInt apply(
      EncodedBlock block,
      PriorState prior,
      ExecutionContext context,
      ConsensusTransition.Posterior consensus,
      PosteriorState posterior) {
    AccumulationQueue queue =
        new AccumulationQueue(
            parameters,
            consensus.time(),
            prior.get(StateComponent.READY_QUEUE),
            prior.get(StateComponent.ACCUMULATED),
            consensus.available());
    Optional<AccumulationStep> step =
        AccumulationStep.run(
            parameters,
            consensus.time().slot(),
            consensus.safrole().entropy().now(),
            queue.accumulatable(),
            prior.get(StateComponent.PRIVILEGES),
            prior.view(),
            context.accumulator());
    if (step.isEmpty()) {
      return OptionalInt.empty();
    }
    AccumulationStep accumulated = step.get();
    Extrinsic extrinsic = block.block().extrinsic();
    posterior.setAll(accumulated.changes());
    posterior.put(StateComponent.READY_QUEUE, queue.readyAfter(accumulated.count()));
    posterior.put(StateComponent.ACCUMULATED, queue.accumulatedAfter(accumulated.count()));
    posterior.put(StateComponent.ACCUMULATION_OUTPUTS, accumulated.outcome().outputs());
    posterior.put(
        StateComponent.RECENT_HISTORY,
        RecentHistoryTransition.append(
            parameters,
            consensus.history(),
            RecentHistoryTransition.outputsRoot(accumulated.outcome().outputs()),
            block.hash(),
            RecentHistoryTransition.reported(extrinsic.guarantees())));
    PreimagesTransition.apply(extrinsic.preimages(), consensus.time().slot(), posterior)
        .forEach((key, value) -> posterior.set(key, Optional.of(value)));
    posterior.put(
        StateComponent.AUTHORIZER_POOLS,
        AuthorizersTransition.apply(
            parameters,
            prior.get(StateComponent.AUTHORIZER_POOLS),
            posterior.get(StateComponent.AUTHORIZER_QUEUES),
            consensus.time().slot(),
            used(extrinsic.guarantees())));
    posterior.put(
        StateComponent.STATISTICS,
        statistics(block, prior.get(StateComponent.STATISTICS), consensus, accumulated));
    return OptionalInt.of(accumulated.count());
  }

  private static List<AuthorizersTransition.Used> used(List<Guarantee> guarantees) {
    return guarantees.stream()
        .map(Guarantee::report)
        .map(it -> new AuthorizersTransition.Used(it.coreIndex(), it.authorizerHash()))
        .toList();
  }

  /** π'. */
  private ActivityStatistics statistics(
      EncodedBlock block,
      ActivityStatistics prior,
      ConsensusTransition.Posterior consensus,
      AccumulationStep accumulated) {
    Extrinsic extrinsic = block.block().extrinsic();
    List<ValidatorData> activeSet = consensus.safrole().activeSet();
    Set<Ed25519Public> reporters = consensus.reporters();
    ValidatorActivities validators =
        new ValidatorActivities(prior.current(), prior.last())
            .with(
                consensus.time(),
                block.header().authorIndex(),
                extrinsic,
                validator -> reporters.contains(activeSet.get(validator).ed25519()));
    List<WorkReport> incoming = extrinsic.guarantees().stream().map(Guarantee::report).toList();
    return new ActivityStatistics(
        validators.current(),
        validators.last(),
        CoreActivities.of(parameters, incoming, consensus.available(), extrinsic.assurances()),
        ServiceActivities.of(incoming, extrinsic.preimages(), accumulated.use()));
  }
}

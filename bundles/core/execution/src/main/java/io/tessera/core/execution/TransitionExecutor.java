package io.tessera.core.execution;

import io.tessera.chain.BlockExecutor;
import io.tessera.chain.BlockFacts;
import io.tessera.chain.BlockRejectedException;
import io.tessera.chain.ConsensusState;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.ExecutedBlock;
import io.tessera.chain.ExecutionContext;
import io.tessera.chain.StateKnowledge;
import io.tessera.chain.StateView;
import io.tessera.chain.Unchecked;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.StateKey;
import io.tessera.lib.codec.block.Preimage;
import io.tessera.lib.codec.state.StateComponent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Υ: executes blocks, part after part in the order in which these depend on each other. */
final class TransitionExecutor implements BlockExecutor {
  private final ProtocolParameters parameters;
  private final TicketProofs proofs;
  private final ComponentCache components;
  private final ConsensusTransition consensusTransition;
  private final ServicesTransition servicesTransition;

  TransitionExecutor(ProtocolParameters parameters, TicketProofs proofs) {
    this.parameters = parameters;
    this.proofs = proofs;
    components = new ComponentCache(parameters);
    consensusTransition = new ConsensusTransition(parameters, proofs);
    servicesTransition = new ServicesTransition(parameters);
  }

  @Override
  public ExecutedBlock execute(EncodedBlock block, StateView view, ExecutionContext context)
      throws BlockRejectedException {
    HeaderRules.check(parameters, block.block());
    PriorState state = new PriorState(view, components);
    ConsensusTransition.Prior prior = ConsensusTransition.Prior.of(state);
    Signatures signatures = new Signatures(proofs);
    UncheckedCounts unchecked = new UncheckedCounts();
    boolean complete = context.knowledge() == StateKnowledge.COMPLETE;
    if (!complete) {
      unchecked.add(Unchecked.PRIOR_STATE_ROOT, 1);
    }
    ConsensusTransition.Posterior consensus =
        consensusTransition.apply(block, prior, state, context, signatures, unchecked);
    checkPreimages(block.block().extrinsic().preimages(), view, complete, unchecked);

    PosteriorState posterior = new PosteriorState(state);
    write(prior, consensus, posterior);
    OptionalInt accumulated =
        complete
            ? servicesTransition.apply(block, state, context, consensus, posterior)
            : OptionalInt.empty();
    StateKnowledge knowledge =
        accumulated.isPresent() ? StateKnowledge.COMPLETE : StateKnowledge.CONSENSUS;
    if (knowledge == StateKnowledge.CONSENSUS) {
      posterior.put(
          StateComponent.RECENT_HISTORY,
          RecentHistoryTransition.appendWithoutOutputs(
              parameters,
              consensus.history(),
              block.hash(),
              RecentHistoryTransition.reported(block.block().extrinsic().guarantees())));
    }
    return new ExecutedBlock(
        knowledge,
        knowledge == context.knowledge() ? posterior.changes() : all(posterior),
        signatures.checks(),
        facts(consensus, accumulated.orElse(0)),
        unchecked.counts());
  }

  private static void checkPreimages(
      List<Preimage> preimages, StateView prior, boolean complete, UncheckedCounts unchecked)
      throws BlockRejectedException {
    PreimagesTransition.checkOrder(preimages);
    if (complete) {
      PreimagesTransition.checkRequested(preimages, prior);
    } else {
      unchecked.add(Unchecked.PREIMAGE_REQUESTS, preimages.size());
    }
  }

  /** Everything of the consensus state but the recent history. */
  private static void write(
      ConsensusTransition.Prior prior,
      ConsensusTransition.Posterior consensus,
      PosteriorState posterior) {
    SafroleTransition.Prior before = prior.safrole();
    SafroleTransition.Posterior safrole = consensus.safrole();
    posterior.put(StateComponent.SLOT, consensus.time().slot());
    posterior.put(StateComponent.ENTROPY, safrole.entropy());
    posterior.set(StateComponent.SAFROLE, before.safrole(), safrole.safrole());
    posterior.set(StateComponent.ACTIVE_SET, before.activeSet(), safrole.activeSet());
    posterior.set(StateComponent.PREVIOUS_SET, before.previousSet(), safrole.previousSet());
    posterior.set(StateComponent.DISPUTES, prior.disputes(), consensus.disputes().records());
    posterior.set(StateComponent.PENDING_REPORTS, prior.reports(), consensus.reports());
  }

  /** The whole consensus state, for a block that leaves nothing else known. */
  private static Map<StateKey, Optional<Bytes>> all(PosteriorState posterior) {
    Map<StateKey, Optional<Bytes>> all = new HashMap<>();
    ConsensusState.KEYS.forEach(key -> all.put(key, posterior.get(key)));
    return all;
  }

  private static BlockFacts facts(ConsensusTransition.Posterior consensus, int accumulated) {
    SafroleTransition.Posterior safrole = consensus.safrole();
    return new BlockFacts(
        consensus.time().newEpoch(),
        safrole.entropy(),
        safrole.safrole().sealKeys(),
        safrole.activeSet(),
        safrole.previousSet(),
        safrole.safrole().pendingSet(),
        consensus.disputes().offenders(),
        consensus.available(),
        accumulated);
  }
}

package io.tessera.core.execution;

import io.tessera.chain.BlockRejectedException;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.ExecutionContext;
import io.tessera.chain.StateKnowledge;
import io.tessera.lib.authoring.GuarantorState;
import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.Extrinsic;
import io.tessera.lib.codec.block.Header;
import io.tessera.lib.codec.block.WorkReport;
import io.tessera.lib.codec.state.DisputeRecords;
import io.tessera.lib.codec.state.PendingReports;
import io.tessera.lib.codec.state.RecentHistory;
import io.tessera.lib.codec.state.StateComponent;
import io.tessera.lib.crypto.VrfOutput;
import java.util.List;
import java.util.Set;

/**
 * The part of a block's transition that decides about consensus: all that does not depend on what
 * services do.
 */
final class ConsensusTransition {
  private final ProtocolParameters parameters;
  private final SafroleTransition safroleTransition;
  private final DisputesTransition disputesTransition;
  private final AssurancesTransition assurancesTransition;

  ConsensusTransition(ProtocolParameters parameters, TicketProofs proofs) {
    this.parameters = parameters;
    safroleTransition = new SafroleTransition(parameters, proofs);
    disputesTransition = new DisputesTransition(parameters);
    assurancesTransition = new AssurancesTransition(parameters);
  }

  /**
   * The components that it starts from.
   *
   * @param slot τ
   * @param safrole η, γ, κ, λ
   * @param disputes ψ
   * @param reports ρ
   * @param history β
   */
  record Prior(
      long slot,
      SafroleTransition.Prior safrole,
      DisputeRecords disputes,
      PendingReports reports,
      RecentHistory history) {

    static Prior of(PriorState state) {
      return new Prior(
          state.get(StateComponent.SLOT),
          new SafroleTransition.Prior(
              state.get(StateComponent.ENTROPY),
              state.get(StateComponent.SAFROLE),
              state.get(StateComponent.ACTIVE_SET),
              state.get(StateComponent.PREVIOUS_SET)),
          state.get(StateComponent.DISPUTES),
          state.get(StateComponent.PENDING_REPORTS),
          state.get(StateComponent.RECENT_HISTORY));
    }
  }

  /**
   * What comes of it.
   *
   * @param time τ and τ'
   * @param disputes ψ' and the new offenders
   * @param safrole η', γ', κ', λ'
   * @param history β†
   * @param available R
   * @param reports ρ'
   * @param reporters G
   */
  record Posterior(
      Timing time,
      DisputesTransition.Posterior disputes,
      SafroleTransition.Posterior safrole,
      RecentHistory history,
      List<WorkReport> available,
      PendingReports reports,
      Set<Ed25519Public> reporters) {}

  Posterior apply(
      EncodedBlock block,
      Prior prior,
      PriorState state,
      ExecutionContext context,
      Signatures signatures,
      UncheckedCounts unchecked)
      throws BlockRejectedException {
    Header header = block.header();
    Extrinsic extrinsic = block.block().extrinsic();
    Timing time = Timing.of(parameters, prior.slot(), header.slot());

    DisputesTransition.Posterior disputes =
        disputesTransition.apply(
            extrinsic.disputes(),
            prior.disputes(),
            prior.reports(),
            prior.slot(),
            prior.safrole().activeSet(),
            prior.safrole().previousSet(),
            signatures);
    HeaderRules.checkOffenders(header, disputes.offenders());

    SafroleTransition.Posterior safrole =
        safroleTransition.apply(
            time,
            VrfOutput.of(header.entropySource()),
            prior.safrole(),
            () ->
                context.knowledge() == StateKnowledge.COMPLETE
                    ? state.get(StateComponent.STAGING_SET)
                    : StagedByMarker.of(header),
            disputes.records().offenders(),
            extrinsic.tickets(),
            signatures);
    HeaderRules.checkMarkers(header, safrole);

    RecentHistory history =
        RecentHistoryTransition.withParentStateRoot(prior.history(), header.priorStateRoot());
    AssurancesTransition.Posterior assured =
        assurancesTransition.apply(
            extrinsic.assurances(),
            disputes.reports(),
            header.slot(),
            header.parent(),
            prior.safrole().activeSet(),
            signatures);

    CredentialRules credentials =
        new CredentialRules(
            parameters,
            new GuarantorState(
                header.slot(),
                safrole.entropy(),
                safrole.activeSet(),
                safrole.previousSet(),
                disputes.records().offenders()),
            signatures);
    GuaranteeContext guarantees = new GuaranteeContext(parameters, state, context, unchecked);
    PendingReports reports =
        GuaranteesTransition.apply(
            extrinsic.guarantees(),
            assured.reports(),
            header.slot(),
            credentials,
            guarantees.reportRules(assured.reports()),
            guarantees.contextRules(header.slot(), history, prior.reports()));
    return new Posterior(
        time, disputes, safrole, history, assured.available(), reports, credentials.reporters());
  }
}

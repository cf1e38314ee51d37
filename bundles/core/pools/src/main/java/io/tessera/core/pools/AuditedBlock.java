package io.tessera.core.pools;

import io.tessera.chain.BlockState;
import io.tessera.chain.Chain;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.StateKnowledge;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.Assurance;
import io.tessera.lib.codec.block.Extrinsic;
import io.tessera.lib.codec.block.Judgment;
import io.tessera.lib.codec.block.Verdict;
import io.tessera.lib.codec.state.PendingReport;
import io.tessera.lib.codec.state.PendingReports;
import io.tessera.lib.codec.state.StateComponent;
import io.tessera.lib.codec.state.ValidatorData;
import io.tessera.lib.crypto.VrfOutput;
import io.tessera.work.AuditedReport;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What audits of a block depend on (Gray Paper, section "Selection of Reports").
 *
 * @param hash of its header
 * @param slot of the block
 * @param entropyOutput Y(H_V)
 * @param auditors κ before the block, by index
 * @param available q: the reports that became available in the block, by core
 */
record AuditedBlock(
    Hash hash,
    long slot,
    Hash entropyOutput,
    List<ValidatorData> auditors,
    Map<Integer, AuditedReport> available) {

  /** Takes copies. */
  AuditedBlock {
    auditors = List.copyOf(auditors);
    available = Map.copyOf(available);
  }

  /**
   * Reads it.
   *
   * @return empty when the block or the state after its parent is not known
   */
  static Optional<AuditedBlock> read(Chain chain, Hash hash) {
    ProtocolParameters parameters = chain.parameters();
    return chain.raw(List.of(hash)).stream()
        .findFirst()
        .map(Bytes::toByteArray)
        .map(EncodedBlock.codec(parameters)::decode)
        .flatMap(
            block ->
                chain
                    .state(block.header().parent())
                    .filter(prior -> prior.knowledge() != StateKnowledge.HEADERS)
                    .map(prior -> of(block, prior, parameters)));
  }

  private static AuditedBlock of(
      EncodedBlock block, BlockState prior, ProtocolParameters parameters) {
    return new AuditedBlock(
        block.hash(),
        block.ref().slot(),
        VrfOutput.of(block.header().entropySource()),
        prior.read(StateComponent.ACTIVE_SET, parameters),
        available(
            block.block().extrinsic(),
            prior.read(StateComponent.PENDING_REPORTS, parameters),
            parameters));
  }

  /**
   * W: those pending reports that a super-majority assures and no verdict of the block removes. The
   * block is valid, so that nothing is checked here.
   */
  private static Map<Integer, AuditedReport> available(
      Extrinsic extrinsic, PendingReports pending, ProtocolParameters parameters) {
    Set<Hash> removed = new HashSet<>();
    for (Verdict verdict : extrinsic.disputes().verdicts()) {
      if (verdict.votes().stream().filter(Judgment::vote).count() < parameters.superMajority()) {
        removed.add(verdict.target());
      }
    }
    Map<Integer, AuditedReport> available = new HashMap<>();
    for (int core = 0; core < parameters.cores(); core++) {
      Optional<PendingReport> report = pending.on(core);
      if (report.isPresent() && assurers(extrinsic, core) >= parameters.superMajority()) {
        Hash hash = HeldReports.hash(report.get().report());
        if (!removed.contains(hash)) {
          available.put(core, new AuditedReport(core, hash));
        }
      }
    }
    return available;
  }

  private static int assurers(Extrinsic extrinsic, int core) {
    int assurers = 0;
    for (Assurance assurance : extrinsic.assurances()) {
      assurers += assurance.assures(core) ? 1 : 0;
    }
    return assurers;
  }

  /** A peer's index among the auditors. */
  OptionalInt indexOf(PeerId peer) {
    return IntStream.range(0, auditors.size())
        .filter(i -> auditors.get(i).ed25519().equals(peer.key()))
        .findFirst();
  }

  /** The auditors' Ed25519 keys, by index. */
  List<Ed25519Public> keys() {
    return JudgeSets.keys(auditors);
  }
}

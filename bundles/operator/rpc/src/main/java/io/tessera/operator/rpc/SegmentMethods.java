package io.tessera.operator.rpc;

import io.tessera.chain.BlockState;
import io.tessera.chain.Chain;
import io.tessera.chain.StateKnowledge;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.state.StateComponent;
import io.tessera.lib.codec.state.ValidatorData;
import io.tessera.net.StreamException;
import io.tessera.operator.rpc.RecentReports.Reported;
import io.tessera.work.InvalidErasureRootException;
import io.tessera.work.ProvedSegment;
import io.tessera.work.SegmentRecovery;
import java.util.List;
import java.util.Optional;

/** Segments that recent packages have exported: here, at their guarantors, or at all assurers. */
final class SegmentMethods {
  /** A megabyte of them. */
  static final int MOST = 256;

  private final Node node;
  private final RecentReports reports;

  SegmentMethods(Node node, RecentReports reports) {
    this.node = node;
    this.reports = reports;
  }

  /** {@code fetchWorkPackageSegments}. */
  Object ofPackage(Params params) throws RpcException, InterruptedException {
    return fetch(params, reports.ofPackage(params.hash(0)));
  }

  /** {@code fetchSegments}. */
  Object ofRoot(Params params) throws RpcException, InterruptedException {
    return fetch(params, reports.ofSegmentsRoot(params.hash(0)));
  }

  private Object fetch(Params params, Optional<Reported> found)
      throws RpcException, InterruptedException {
    if (found.isEmpty()) {
      throw RpcException.segment(
          "DA segment unavailable: no block that came since the RPC was switched on has reported"
              + " such a package");
    }
    Reported reported = found.get();
    List<Integer> indices = params.indices(1, MOST, reported.spec().exportsCount());
    SegmentRecovery recovery = node.segments;
    if (recovery == null) {
      throw RpcException.segment("DA segment unavailable: this node has nobody who gets segments");
    }
    List<PeerId> assurers = validators(reported.block().slot());
    List<PeerId> guarantors = validators(reported.slot());
    try {
      return recovery
          .recover(
              reported.spec(),
              reported.core(),
              indices,
              reported.guarantors().stream()
                  .filter(index -> index < guarantors.size())
                  .map(guarantors::get)
                  .toList(),
              assurers)
          .stream()
          .map(ProvedSegment::segment)
          .map(Values::base64)
          .toList();
    } catch (StreamException | InvalidErasureRootException e) {
      throw RpcException.segment("DA segment unavailable: " + e.getMessage());
    }
  }

  /** The validators of a slot's epoch, which is the head's or the one before. */
  private List<PeerId> validators(long slot) throws RpcException, InterruptedException {
    Chain chain = node.chain();
    ProtocolParameters parameters = chain.parameters();
    BlockState state =
        chain
            .state(chain.best().hash())
            .filter(each -> each.knowledge() != StateKnowledge.HEADERS)
            .orElseThrow(
                () ->
                    RpcException.segment(
                        "DA segment unavailable: the head's state, which has the validators, is not"
                            + " known here"));
    long now = node.workers().compute(() -> state.read(StateComponent.SLOT, parameters));
    long ago = parameters.epochOf(now) - parameters.epochOf(slot);
    if (ago != 0 && ago != 1) {
      throw RpcException.segment(
          "DA segment unavailable: the package was reported "
              + ago
              + " epochs ago; who assured it is known for one");
    }
    StateComponent<List<ValidatorData>> set =
        ago == 0 ? StateComponent.ACTIVE_SET : StateComponent.PREVIOUS_SET;
    return node.workers().compute(() -> state.read(set, parameters)).stream()
        .map(validator -> new PeerId(validator.ed25519()))
        .toList();
  }
}

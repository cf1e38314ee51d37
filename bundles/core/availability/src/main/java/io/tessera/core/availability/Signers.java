package io.tessera.core.availability;

import io.tessera.chain.EncodedBlock;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.Guarantee;
import io.tessera.lib.codec.block.ValidatorSignature;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Who guaranteed the reports of recent blocks. Safe from any thread. */
final class Signers {
  /** More than can be pending on all cores and forks; the oldest is forgotten beyond these. */
  private static final int MOST = 4096;

  private record Signed(long guaranteeSlot, long blockSlot, List<Integer> validators) {}

  private final ProtocolParameters parameters;
  private final Map<Hash, Signed> byErasureRoot =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Hash, Signed> eldest) {
          return size() > MOST;
        }
      };

  Signers(ProtocolParameters parameters) {
    this.parameters = parameters;
  }

  /** Remembers the guarantees of a block. */
  synchronized void add(EncodedBlock block) {
    for (Guarantee guarantee : block.block().extrinsic().guarantees()) {
      byErasureRoot.put(
          guarantee.report().packageSpec().erasureRoot(),
          new Signed(
              guarantee.slot(),
              block.ref().slot(),
              guarantee.signatures().stream().map(ValidatorSignature::validatorIndex).toList()));
    }
  }

  synchronized boolean knows(Hash erasureRoot) {
    return byErasureRoot.containsKey(erasureRoot);
  }

  /**
   * Those who signed a report, as peers. Their indices count in the validators of the guarantee's
   * rotation (Gray Paper, section "Work Report Guarantees").
   */
  List<PeerId> of(Hash erasureRoot, HeadView view) {
    Signed signed;
    synchronized (this) {
      signed = byErasureRoot.get(erasureRoot);
    }
    if (signed == null) {
      return List.of();
    }
    List<PeerId> set = set(signed, view);
    List<PeerId> signers = new ArrayList<>();
    for (int validator : signed.validators) {
      if (validator < set.size()) {
        signers.add(set.get(validator));
      }
    }
    return signers;
  }

  private List<PeerId> set(Signed signed, HeadView view) {
    int rotation = parameters.rotationPeriod();
    boolean same = signed.guaranteeSlot / rotation == signed.blockSlot / rotation;
    long at = same ? signed.blockSlot : Math.max(0, signed.blockSlot - rotation);
    long epochs = parameters.epochOf(view.slot()) - parameters.epochOf(at);
    return epochs <= 0 ? view.active() : epochs == 1 ? view.previous() : List.of();
  }
}

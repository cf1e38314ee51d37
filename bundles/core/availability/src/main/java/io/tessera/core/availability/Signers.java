package io.tessera.core.availability;

import io.tessera.chain.EncodedBlock;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.Guarantee;
import io.tessera.lib.codec.block.PackageSpec;
import io.tessera.lib.codec.block.ValidatorSignature;
import io.tessera.lib.codec.block.WorkReport;
import io.tessera.lib.codec.state.PendingReport;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who guaranteed the reports of recent blocks. An erasure-root does not tell a report: no rule of
 * the chain keeps the guarantors of another core from naming it in a report of theirs. Safe from
 * any thread.
 */
final class Signers {
  /** More than can be pending on all cores and forks; the oldest is forgotten beyond these. */
  private static final int MOST = 4096;

  /** Guarantees of one report in one slot at most: an author may make several blocks of it. */
  private static final int MOST_OF_A_REPORT = 8;

  /** A report, as far as its guarantors' shards depend on it, in a block of this slot. */
  private record Reported(int core, PackageSpec spec, long blockSlot) {}

  private record Signed(long guaranteeSlot, List<Integer> validators) {}

  private final ProtocolParameters parameters;
  private final Map<Reported, Set<Signed>> byReport =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Reported, Set<Signed>> eldest) {
          return size() > MOST;
        }
      };

  Signers(ProtocolParameters parameters) {
    this.parameters = parameters;
  }

  /** Remembers the guarantees of a block. */
  synchronized void add(EncodedBlock block) {
    for (Guarantee guarantee : block.block().extrinsic().guarantees()) {
      Set<Signed> all =
          byReport.computeIfAbsent(
              reported(guarantee.report(), block.ref().slot()), report -> new LinkedHashSet<>());
      if (all.size() < MOST_OF_A_REPORT) {
        all.add(
            new Signed(
                guarantee.slot(),
                guarantee.signatures().stream().map(ValidatorSignature::validatorIndex).toList()));
      }
    }
  }

  private static Reported reported(WorkReport report, long blockSlot) {
    return new Reported(report.coreIndex(), report.packageSpec(), blockSlot);
  }

  private static Reported reported(PendingReport pending) {
    return reported(pending.report(), pending.slot());
  }

  synchronized boolean knows(PendingReport pending) {
    return byReport.containsKey(reported(pending));
  }

  /**
   * Those who signed a report, as peers. Their indices count in the validators of the guarantee's
   * rotation (Gray Paper, section "Work Report Guarantees").
   */
  List<PeerId> of(PendingReport pending, HeadView view) {
    List<Signed> all;
    synchronized (this) {
      all = List.copyOf(byReport.getOrDefault(reported(pending), Set.of()));
    }
    Set<PeerId> signers = new LinkedHashSet<>();
    for (Signed signed : all) {
      List<PeerId> set = set(signed.guaranteeSlot, pending.slot(), view);
      for (int validator : signed.validators) {
        if (validator < set.size()) {
          signers.add(set.get(validator));
        }
      }
    }
    return List.copyOf(signers);
  }

  private List<PeerId> set(long guaranteeSlot, long blockSlot, HeadView view) {
    int rotation = parameters.rotationPeriod();
    boolean same = guaranteeSlot / rotation == blockSlot / rotation;
    long at = same ? blockSlot : Math.max(0, blockSlot - rotation);
    long epochs = parameters.epochOf(view.slot()) - parameters.epochOf(at);
    return epochs <= 0 ? view.active() : epochs == 1 ? view.previous() : List.of();
  }
}

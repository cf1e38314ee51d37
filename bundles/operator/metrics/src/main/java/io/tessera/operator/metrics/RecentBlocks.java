package io.tessera.operator.metrics;

import io.tessera.chain.BlockEntry;
import io.tessera.chain.BlockRef;
import io.tessera.chain.BlockRequest;
import io.tessera.chain.Chain;
import io.tessera.chain.ChainListener;
import io.tessera.chain.EncodedBlock;
import io.tessera.lib.codec.Hash;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** Remembers the blocks of the last slots, on all forks, as they are imported. */
final class RecentBlocks implements ChainListener {
  /** Slots up to the newest that are remembered. */
  static final int SLOTS = 32;

  /** Most blocks of them: an author may make many in a slot. */
  private static final int MOST = 4 * SLOTS;

  private final Map<Hash, Seen> seen = new HashMap<>();
  private BlockRef best;
  private BlockRef finalized;
  private long changes;
  private final AtomicBoolean begun = new AtomicBoolean();

  private record Seen(BlockRef ref, Hash parent) {}

  /**
   * A block.
   *
   * @param best whether it is on the best chain
   * @param isFinal whether it is final
   */
  record Recent(BlockRef ref, Hash parent, boolean best, boolean isFinal) {}

  @Override
  public synchronized void imported(List<EncodedBlock> blocks, BlockRef newBest, BlockRef last) {
    best = newBest;
    finalized = last;
    for (EncodedBlock block : blocks.subList(Math.max(0, blocks.size() - MOST), blocks.size())) {
      seen.put(block.hash(), new Seen(block.ref(), block.header().parent()));
    }
    forget();
    changes++;
  }

  private void forget() {
    long newest = seen.values().stream().mapToLong(each -> each.ref().slot()).max().orElse(0);
    seen.values().removeIf(each -> each.ref().slot() <= newest - SLOTS);
    while (seen.size() > MOST) {
      seen.values().stream()
          .min(Comparator.comparingLong(each -> each.ref().slot()))
          .ifPresent(oldest -> seen.remove(oldest.ref().hash()));
    }
  }

  /** Adds what the chain had before this listened, once; reads the store. */
  void begin(Chain chain) {
    if (!begun.getAndSet(true)) {
      BlockRef head = chain.best();
      List<BlockEntry> known =
          chain
              .range(new BlockRequest(head.hash(), BlockRequest.Direction.DESCENDING, SLOTS), SLOTS)
              .orElse(List.of());
      begin(known, head, chain.finalized());
    }
  }

  private synchronized void begin(List<BlockEntry> known, BlockRef head, BlockRef last) {
    if (best == null) {
      best = head;
      finalized = last;
    }
    known.forEach(each -> seen.putIfAbsent(each.ref().hash(), new Seen(each.ref(), each.parent())));
    forget();
  }

  /** How often the chain has grown since this listens. */
  synchronized long changes() {
    return changes;
  }

  /** The blocks by slot, the oldest first. */
  synchronized List<Recent> blocks() {
    Set<Hash> canonical = new HashSet<>();
    Seen next = best == null ? null : seen.get(best.hash());
    while (next != null) {
      canonical.add(next.ref().hash());
      next = seen.get(next.parent());
    }
    List<Recent> blocks = new ArrayList<>();
    for (Seen each : seen.values()) {
      boolean onBest = canonical.contains(each.ref().hash());
      boolean isFinal = onBest && each.ref().slot() <= finalized.slot();
      blocks.add(new Recent(each.ref(), each.parent(), onBest, isFinal));
    }
    blocks.sort(
        Comparator.comparingLong((Recent each) -> each.ref().slot())
            .thenComparing(each -> !each.best())
            .thenComparing(each -> each.ref().hash().toHex()));
    return blocks;
  }
}

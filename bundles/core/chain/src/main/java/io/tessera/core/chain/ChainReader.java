package io.tessera.core.chain;

import io.tessera.chain.BlockEntry;
import io.tessera.chain.BlockRequest;
import io.tessera.chain.BlockRequest.Direction;
import io.tessera.chain.BlockStore;
import io.tessera.lib.codec.Hash;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the blocks that answer a request (JAMNP-S, "CE 128"). May run while the chain grows: what
 * it returns is always a chain of parents and children.
 */
final class ChainReader {
  private final ForkTree tree;
  private final BlockStore store;

  ChainReader(ForkTree tree, BlockStore store) {
    this.tree = tree;
    this.store = store;
  }

  /** See {@link io.tessera.chain.Chain#range}. */
  Optional<List<BlockEntry>> range(BlockRequest request, int most) {
    int limit = (int) Math.min(request.maximum(), most);
    return request.direction() == Direction.ASCENDING
        ? ascending(request.block(), limit)
        : descending(request.block(), limit);
  }

  private Optional<List<BlockEntry>> ascending(Hash block, int limit) {
    Optional<BlockEntry> start = store.entry(block);
    if (start.isEmpty()) {
      return Optional.empty();
    }
    if (isCanonical(start.get())) {
      List<BlockEntry> above = store.canonical(start.get().height() + 1, limit);
      if (!above.isEmpty() && above.getFirst().height() > start.get().height() + 1) {
        return Optional.empty(); // the chain begins above genesis, which is all there is below
      }
      return Optional.of(linked(above, block));
    }
    return tree.towardsBestLeaf(block).map(path -> path.subList(0, Math.min(limit, path.size())));
  }

  /** The best chain may have changed between two reads: ends where the links do. */
  private static List<BlockEntry> linked(List<BlockEntry> ascending, Hash below) {
    Hash parent = below;
    for (int i = 0; i < ascending.size(); i++) {
      if (!ascending.get(i).parent().equals(parent)) {
        return ascending.subList(0, i);
      }
      parent = ascending.get(i).ref().hash();
    }
    return ascending;
  }

  private Optional<List<BlockEntry>> descending(Hash block, int limit) {
    List<BlockEntry> blocks = new ArrayList<>(tree.towardsFinalized(block));
    if (blocks.isEmpty()) {
      Optional<BlockEntry> start = store.entry(block).filter(this::isCanonical);
      if (start.isEmpty()) {
        return Optional.empty();
      }
      blocks.add(start.get());
    }
    if (blocks.getFirst().height() == 0) {
      return Optional.empty();
    }
    // What lies below the latest finalized block never changes.
    BlockEntry lowest = blocks.getLast();
    long below = Math.max(lowest.height() - first(), 0);
    int more = (int) Math.min(Math.max(limit - blocks.size(), 0), below);
    if (more > 0) {
      blocks.addAll(store.canonical(lowest.height() - more, more).reversed());
    }
    blocks.removeIf(entry -> entry.height() == 0);
    return Optional.of(List.copyOf(blocks.subList(0, Math.min(limit, blocks.size()))));
  }

  /** Height of the lowest block above genesis. */
  private long first() {
    List<BlockEntry> lowest = store.canonical(1, 1);
    return lowest.isEmpty() ? 1 : lowest.getFirst().height();
  }

  private boolean isCanonical(BlockEntry entry) {
    List<BlockEntry> there = store.canonical(entry.height(), 1);
    return !there.isEmpty() && there.getFirst().equals(entry);
  }
}

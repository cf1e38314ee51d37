package io.tessera.core.chain;

import io.tessera.chain.EncodedBlock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How many forks are kept: as long as anyone can make a block, anyone can make many of one. Two of
 * an author in a slot prove that it makes several, and no more is to be learnt from a third; all
 * forks together are bounded in number and in bytes of state.
 *
 * <p>What may become the best chain is taken all the same, or a flood of forks would stop the
 * chain: an author's first block in a slot on a head or above all of them, and whatever such a
 * block stands on when it comes with it. That lets in no flood, since for each of these its author
 * had to be whose slot it is.
 *
 * <p>One commit's view of the tree. Confined to the import thread.
 */
final class ForkLimits {
  /** Most blocks of an author in a slot. */
  static final int MOST_OF_AN_AUTHOR = 2;

  /** Most blocks off the heaviest chain. */
  static final int MOST_BLOCKS = 4096;

  /** Most bytes of the state that these change; a new epoch changes some hundred thousand. */
  static final long MOST_BYTES = 64 << 20;

  /** Where an author may make one block. */
  private record Place(long slot, int author) {}

  private final Map<Place, Integer> places = new HashMap<>();
  private BlockNode best;
  private BlockNode heaviest;
  private long blocks;
  private long bytes;

  /**
   * The limits as they stand.
   *
   * @param nodes the whole tree
   * @param best the head that is built on
   */
  ForkLimits(Collection<BlockNode> nodes, BlockNode best) {
    this.best = best;
    heaviest = best;
    for (BlockNode node : nodes) {
      heaviest = BestChain.better(node, heaviest);
      blocks++;
      bytes += node.changed();
      if (node.posterior().isPresent()) { // of others nobody knows who made them
        places.merge(new Place(node.entry().ref().slot(), node.author()), 1, Integer::sum);
      }
    }
    for (BlockNode node = heaviest; node != null; node = node.parent()) {
      blocks--;
      bytes -= node.changed();
    }
  }

  /** Whether a block may be kept for its own sake. */
  boolean admits(EncodedBlock block, BlockNode parent) {
    return fits(block)
        || (isFirst(block) && (parent == best || parent.height() >= heaviest.height()));
  }

  /**
   * Whether a block of a job has to be kept for the sake of what stands on it in the same job.
   *
   * @param parent of the block at the index
   */
  boolean admitsForOthers(List<EncodedBlock> job, int index, BlockNode parent) {
    long height = parent.height() + 1;
    for (int next = index + 1; next < job.size(); next++) {
      EncodedBlock block = job.get(next);
      if (!block.header().parent().equals(job.get(next - 1).hash())) {
        return false;
      }
      height++;
      if (fits(block) || (isFirst(block) && height > heaviest.height())) {
        return true;
      }
    }
    return false;
  }

  private boolean fits(EncodedBlock block) {
    return ofAuthor(block) < MOST_OF_AN_AUTHOR && blocks < MOST_BLOCKS && bytes < MOST_BYTES;
  }

  private boolean isFirst(EncodedBlock block) {
    return ofAuthor(block) == 0;
  }

  private int ofAuthor(EncodedBlock block) {
    return places.getOrDefault(new Place(block.header().slot(), block.header().authorIndex()), 0);
  }

  /**
   * A block is to be kept. It does not count for its author yet: whether it is that author's is
   * known once its signatures are.
   */
  void add(BlockNode node) {
    if (node.parent() != heaviest) {
      blocks++;
      bytes += node.changed();
    }
    heaviest = BestChain.better(node, heaviest);
    best = node.parent() == best ? node : best;
  }
}

package io.tessera.core.chain;

import io.tessera.chain.AuditRule;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Which head is best (Gray Paper, section "Grandpa and the Best Chain"): among the chains that hold
 * no slot in which two valid blocks were seen, the one with most blocks sealed by ticket. The Gray
 * Paper leaves ties open; here the higher one wins, then the one of the earlier slot, then the one
 * of the lower hash, so that all nodes that know the same blocks agree.
 */
final class BestChain {
  /** Orders by worth, the best last. */
  static final Comparator<BlockNode> ORDER =
      Comparator.comparingInt(BlockNode::ticketed)
          .thenComparingLong(BlockNode::height)
          .thenComparing(node -> node.entry().ref().slot(), Comparator.reverseOrder())
          .thenComparing(BlockNode::hash, Comparator.reverseOrder());

  private BestChain() {}

  /** The better of two heads that are both acceptable. */
  static BlockNode better(BlockNode a, BlockNode b) {
    return ORDER.compare(a, b) >= 0 ? a : b;
  }

  /**
   * The best of the heads that are acceptable; the finalized block itself always is.
   *
   * @param children those of a block that are not in an equivocated slot
   * @param audits which of them may be heads
   */
  static BlockNode acceptable(
      BlockNode finalized, Function<BlockNode, Stream<BlockNode>> children, AuditRule audits) {
    BlockNode best = finalized;
    Deque<BlockNode> open = new ArrayDeque<>();
    open.add(finalized);
    while (!open.isEmpty()) {
      BlockNode node = open.pop();
      best = audits.isAudited(node.entry().ref()) ? better(node, best) : best;
      children.apply(node).forEach(open::push);
    }
    return best;
  }
}

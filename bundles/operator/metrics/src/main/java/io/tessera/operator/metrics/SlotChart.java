package io.tessera.operator.metrics;

import io.tessera.lib.codec.Hash;
import io.tessera.operator.metrics.RecentBlocks.Recent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Draws the last slots from left to right: the best chain in a line, what is final filled, blocks
 * on forks above it, and a dot where there is no block.
 */
final class SlotChart {
  private static final int STEP = 20;
  private static final int LANE = 26;
  private static final int SIZE = 13;

  /** More forks than these in one slot are drawn one upon the other. */
  private static final int MOST_LANES = 3;

  private SlotChart() {}

  /**
   * Draws.
   *
   * @param last the slot at the right end
   */
  static void draw(Html out, List<Recent> blocks, long last) {
    long first = last - RecentBlocks.SLOTS + 1;
    List<Recent> shown =
        blocks.stream()
            .filter(each -> each.ref().slot() >= first && each.ref().slot() <= last)
            .toList();
    Map<Long, Integer> forks = new HashMap<>();
    Map<Hash, int[]> places = new HashMap<>();
    int lanes = 0;
    for (Recent block : shown) {
      int lane = block.best() ? 0 : forks.merge(block.ref().slot(), 1, Integer::sum);
      lane = Math.min(lane, MOST_LANES);
      lanes = Math.max(lanes, lane);
      places.put(block.ref().hash(), new int[] {x(block.ref().slot() - first), lane});
    }
    int base = lanes * LANE + LANE / 2;
    out.raw("<svg viewBox=\"0 0 " + STEP * RecentBlocks.SLOTS + " " + (base + LANE / 2))
        .raw("\" role=\"img\" aria-label=\"Blocks of the last slots\">");
    for (int i = 0; i < RecentBlocks.SLOTS; i++) {
      out.raw("<circle class=\"slot\" r=\"2\" cx=\"" + x(i) + "\" cy=\"" + base + "\"/>");
    }
    for (Recent block : shown) {
      int[] parent = places.get(block.parent());
      if (parent != null) {
        link(out, parent, places.get(block.ref().hash()), base);
      }
    }
    shown.forEach(block -> block(out, block, places.get(block.ref().hash()), base));
    out.raw("</svg>");
  }

  private static int x(long slot) {
    return (int) slot * STEP + STEP / 2;
  }

  private static void link(Html out, int[] from, int[] to, int base) {
    out.raw("<path class=\"link\" d=\"M" + from[0] + " " + (base - from[1] * LANE))
        .raw("L" + to[0] + " " + (base - to[1] * LANE) + "\"/>");
  }

  private static void block(Html out, Recent block, int[] at, int base) {
    String kind = block.best() ? block.isFinal() ? " final" : "" : " fork";
    out.raw("<rect class=\"block" + kind + "\" width=\"" + SIZE + "\" height=\"" + SIZE)
        .raw("\" rx=\"3\" x=\"" + (at[0] - SIZE / 2) + "\" y=\"")
        .raw(base - at[1] * LANE - SIZE / 2 + "\">")
        .element("<title>", block.ref(), "</title></rect>");
  }
}

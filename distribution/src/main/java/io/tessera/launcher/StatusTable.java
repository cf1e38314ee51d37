package io.tessera.launcher;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The nodes of a devnet in columns, at most 80 characters wide. */
final class StatusTable {
  private static final String FORM = "%-8s %8s  %-20s %-20s %5s %8s";
  private static final int SHORT_HASH = 8;

  private StatusTable() {}

  /** The headings, then a line a node. */
  static List<String> lines(List<DevnetNode> nodes) {
    List<String> lines = new ArrayList<>();
    lines.add(FORM.formatted("node", "height", "head", "finalized", "peers", "blocks/s"));
    nodes.forEach(node -> lines.add(line(node)));
    return lines;
  }

  private static String line(DevnetNode node) {
    String name = "node " + node.name();
    Optional<NodeStatus> status = node.status();
    if (status.isEmpty()) {
      return FORM.formatted(name, "-", "starting", "-", "-", "-");
    }
    NodeStatus now = status.get();
    return FORM.formatted(
        name,
        now.height(),
        block(now.slot(), now.head()),
        block(now.finalizedSlot(), now.finalized()),
        now.peers(),
        node.blocksPerSecond().map(rate -> String.format(Locale.ROOT, "%.1f", rate)).orElse("-"));
  }

  private static String block(long slot, String hash) {
    return "#" + slot + " " + hash.substring(0, SHORT_HASH);
  }

  /** The heights in one line, for where lines cannot be drawn over. */
  static String summary(List<DevnetNode> nodes) {
    List<String> parts = new ArrayList<>();
    for (DevnetNode node : nodes) {
      parts.add(
          "node "
              + node.name()
              + node.status().map(now -> " at height " + now.height()).orElse(" starts"));
    }
    return String.join(", ", parts);
  }
}

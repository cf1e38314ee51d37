package io.tessera.launcher;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a devnet wants to know of the line of JSON that a node prints with {@code --status-every}.
 *
 * @param height blocks of its best chain
 * @param head hash of the head, 64 hexadecimal digits
 * @param slot the head's slot
 * @param stateRoot root of the state after the head, 64 digits; empty when it does not know it
 * @param finalized hash of the latest finalized block
 * @param finalizedSlot that block's slot
 * @param peers how many it is connected with
 */
record NodeStatus(
    long height,
    String head,
    long slot,
    Optional<String> stateRoot,
    String finalized,
    long finalizedSlot,
    int peers) {
  private static final String HASH = "\"([0-9a-f]{64})\"";
  private static final String NUMBER = "([0-9]{1,18})\\b";

  /**
   * Reads the line; empty while parts of the node are missing. The fields of the chain come before
   * those of the sync, of which some have the same names.
   */
  static Optional<NodeStatus> parse(String line) {
    Optional<String> height = field(line, "height", NUMBER);
    Optional<String> peers = field(line, "peers", "([0-9]{1,6})\\b");
    Optional<String> finalizedSlot = field(line, "finalized_slot", NUMBER);
    if (height.isEmpty() || peers.isEmpty() || finalizedSlot.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new NodeStatus(
            Long.parseLong(height.get()),
            field(line, "head", HASH).orElseThrow(),
            Long.parseLong(field(line, "slot", NUMBER).orElseThrow()),
            field(line, "state_root", HASH),
            field(line, "finalized", HASH).orElseThrow(),
            Long.parseLong(finalizedSlot.get()),
            Integer.parseInt(peers.get())));
  }

  private static Optional<String> field(String line, String name, String value) {
    Matcher matcher = Pattern.compile("\"" + name + "\":" + value).matcher(line);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** What must be the same at all nodes, for people. */
  String place() {
    return "height "
        + height
        + ", head "
        + head
        + stateRoot.map(root -> ", state root " + root).orElse(", state not known");
  }
}

package io.tessera.launcher;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A node of a devnet and what it has said last. Confined to one thread. */
final class DevnetNode {
  private final String name;
  private final Path data;
  private Optional<NodeStatus> status = Optional.empty();
  private long firstHeight;
  private long firstNanos;
  private long grownNanos;

  DevnetNode(String name, Path data) {
    this.name = name;
    this.data = data;
  }

  /** Such as {@code 1}. */
  String name() {
    return name;
  }

  /** Its data directory. */
  Path data() {
    return data;
  }

  /** What it has said last. */
  Optional<NodeStatus> status() {
    return status;
  }

  /** It has said where it stands. */
  void said(NodeStatus now, long nanos) {
    if (status.isEmpty()) {
      firstHeight = now.height();
      firstNanos = nanos;
      grownNanos = nanos;
    } else if (now.height() > status.get().height()) {
      grownNanos = nanos;
    }
    status = Optional.of(now);
  }

  /** Whether it has so many blocks. */
  boolean has(long blocks) {
    return status.filter(now -> now.height() >= blocks).isPresent();
  }

  /** Blocks a second from the first word to the latest growth; empty before it has grown. */
  Optional<Double> blocksPerSecond() {
    return status
        .filter(now -> grownNanos > firstNanos)
        .map(now -> (now.height() - firstHeight) * 1e9 / (grownNanos - firstNanos));
  }

  /** The first node that is not where the first of all is; empty when all are at one place. */
  static Optional<DevnetNode> differing(List<DevnetNode> nodes) {
    NodeStatus first = nodes.get(0).status.orElseThrow();
    return nodes.stream()
        .filter(
            node ->
                first.stateRoot().isEmpty()
                    || !node.status.orElseThrow().place().equals(first.place()))
        .findFirst();
  }
}

package io.tessera.lib.erasure;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.merkle.TracedTree;
import io.tessera.lib.merkle.TreeHash;
import java.util.ArrayList;
import java.util.List;

/**
 * The segment shards of one index with their tree, for whoever proves many of them (JAMNP-S, "CE
 * 139/140: Segment shard request"). Immutable, safe from any thread.
 */
public final class SegmentShards {
  private final TracedTree tree;

  /**
   * Hashes them.
   *
   * @param shards one after another
   * @param segmentShardSize octets of each
   * @throws IllegalArgumentException when they are not of this size
   */
  public SegmentShards(Bytes shards, int segmentShardSize) {
    tree = new TracedTree(ErasureTree.split(shards, segmentShardSize), TreeHash.BLAKE2B);
  }

  /** The root that a justification of CE 138 ends with. */
  public Hash root() {
    return tree.root();
  }

  /**
   * The justification of CE 140.
   *
   * @param stored what came by CE 137
   * @param bundleShardHash hash of the bundle shard with this index
   * @param segment index of the segment
   * @throws IndexOutOfBoundsException when there is no such segment
   */
  public Justification justification(Justification stored, Hash bundleShardHash, int segment) {
    List<Bytes> nodes = new ArrayList<>(stored.nodes());
    nodes.add(bundleShardHash);
    nodes.addAll(tree.trace(segment));
    return new Justification(nodes);
  }
}

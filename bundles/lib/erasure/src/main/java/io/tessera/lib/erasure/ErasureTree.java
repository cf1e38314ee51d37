package io.tessera.lib.erasure;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.crypto.Blake2b;
import io.tessera.lib.merkle.BalancedTree;
import io.tessera.lib.merkle.TracedTree;
import io.tessera.lib.merkle.TreeHash;
import java.util.ArrayList;
import java.util.List;

/**
 * The commitment to all shards of a work-package: the well-balanced tree of which leaf i is the
 * hash of bundle shard i, and the root of the tree of all segment shards i (Gray Paper,
 * "Computation of Work-Report", availability specifier). Immutable, safe from any thread.
 */
public final class ErasureTree {
  /** Octets of a leaf: two hashes. */
  public static final int LEAF_SIZE = 2 * Hash.SIZE;

  private final List<Bytes> leaves;
  private final TracedTree tree;

  /**
   * Hashes all shards.
   *
   * @param bundleShards all of a bundle, as {@link ErasureCode#encode} makes them
   * @param segmentShards all of the exported and the proof segments, as {@link
   *     ErasureCode#encodeSegments} makes them
   * @param segmentShardSize octets of the shard of one segment
   */
  public ErasureTree(List<Bytes> bundleShards, List<Bytes> segmentShards, int segmentShardSize) {
    if (bundleShards.size() != segmentShards.size()) {
      throw new IllegalArgumentException(
          bundleShards.size() + " shards of a bundle, " + segmentShards.size() + " of segments");
    }
    List<Bytes> made = new ArrayList<>(bundleShards.size());
    for (int i = 0; i < bundleShards.size(); i++) {
      made.add(
          leaf(hash(bundleShards.get(i)), segmentsRoot(segmentShards.get(i), segmentShardSize)));
    }
    leaves = List.copyOf(made);
    tree = new TracedTree(leaves, TreeHash.BLAKE2B);
  }

  /** The tree of the {@link #leaves} that another one had. */
  public ErasureTree(List<Bytes> leaves) {
    this.leaves = List.copyOf(leaves);
    tree = new TracedTree(leaves, TreeHash.BLAKE2B);
  }

  /** The leaves, by shard index: hash of the bundle shard, root of the segment shards. */
  public List<Bytes> leaves() {
    return leaves;
  }

  /** The erasure-root. */
  public Hash root() {
    return tree.root();
  }

  /**
   * What a guarantor sends along with the shards of an index (CE 137).
   *
   * @throws IndexOutOfBoundsException when there is no such index
   */
  public Justification justification(int shard) {
    return new Justification(tree.trace(shard));
  }

  static Hash hash(Bytes shard) {
    return Blake2b.hash(shard);
  }

  static Bytes leaf(Hash bundleShardHash, Hash segmentsRoot) {
    return concat(bundleShardHash, segmentsRoot);
  }

  /** The root of the tree of the segment shards with one index, which come one after another. */
  static Hash segmentsRoot(Bytes segmentShards, int segmentShardSize) {
    return BalancedTree.root(split(segmentShards, segmentShardSize), TreeHash.BLAKE2B);
  }

  static List<Bytes> split(Bytes segmentShards, int segmentShardSize) {
    if (segmentShards.size() % segmentShardSize != 0) {
      throw new IllegalArgumentException(
          segmentShards.size() + " octets, not a multiple of " + segmentShardSize);
    }
    List<Bytes> shards = new ArrayList<>(segmentShards.size() / segmentShardSize);
    for (int from = 0; from < segmentShards.size(); from += segmentShardSize) {
      byte[] shard = new byte[segmentShardSize];
      segmentShards.asByteBuffer().get(from, shard);
      shards.add(Bytes.wrap(shard));
    }
    return shards;
  }

  private static Bytes concat(Bytes first, Bytes second) {
    byte[] both = new byte[first.size() + second.size()];
    first.asByteBuffer().get(0, both, 0, first.size());
    second.asByteBuffer().get(0, both, first.size(), second.size());
    return Bytes.wrap(both);
  }
}

package io.tessera.lib.erasure;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.merkle.BalancedTree;
import io.tessera.lib.merkle.InvalidProofException;
import io.tessera.lib.merkle.TreeHash;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The proofs about the shards of one index beneath an erasure-root: an assurer checks those it
 * gets, and makes the ones it gives; who asked it checks these. The work is bounded by the sizes
 * given. Immutable, safe from any thread.
 *
 * @param root the erasure-root
 * @param validators V: number of shards beneath it
 * @param shard the shards' index
 */
public record ShardProof(Hash root, int validators, int shard) {
  /** Checks the index. */
  public ShardProof {
    Objects.checkIndex(shard, validators);
  }

  /**
   * Checks what CE 137 brings.
   *
   * @param segmentShards one after another, each of {@code segmentShardSize} octets
   * @throws InvalidProofException when these are not the shards, or not all of them
   */
  public void verify(
      Bytes bundleShard, Bytes segmentShards, int segmentShardSize, Justification justification)
      throws InvalidProofException {
    if (segmentShards.size() % segmentShardSize != 0) {
      throw new InvalidProofException("segment shards of another size");
    }
    verify(
        ErasureTree.hash(bundleShard),
        ErasureTree.segmentsRoot(segmentShards, segmentShardSize),
        justification.nodes());
  }

  /**
   * Makes the justification of CE 138: that of CE 137, and the root of the segment shards.
   *
   * @param stored what came by CE 137
   */
  public static Justification audit(
      Justification stored, Bytes segmentShards, int segmentShardSize) {
    return audit(stored, ErasureTree.segmentsRoot(segmentShards, segmentShardSize));
  }

  /**
   * Makes the justification of CE 138 where the root of the segment shards is known.
   *
   * @param stored what came by CE 137
   */
  public static Justification audit(Justification stored, Hash segmentShardsRoot) {
    return append(stored, List.of(segmentShardsRoot));
  }

  /**
   * Checks what CE 138 brings.
   *
   * @throws InvalidProofException when this is not the bundle shard
   */
  public void verifyAudit(Bytes bundleShard, Justification justification)
      throws InvalidProofException {
    List<Bytes> nodes = justification.nodes();
    if (nodes.isEmpty()) {
      throw new InvalidProofException("no root of the segment shards");
    }
    verify(
        ErasureTree.hash(bundleShard),
        hash(nodes.getLast(), "root of the segment shards"),
        nodes.subList(0, nodes.size() - 1));
  }

  /**
   * Makes the justification of CE 140: that of CE 137, the hash of the bundle shard, and the path
   * to the segment shard.
   *
   * @param stored what came by CE 137
   * @param segment index of the segment
   * @throws IndexOutOfBoundsException when there is no such segment
   */
  public static Justification segment(
      Justification stored,
      Bytes bundleShard,
      Bytes segmentShards,
      int segmentShardSize,
      int segment) {
    List<Bytes> below = new ArrayList<>();
    below.add(ErasureTree.hash(bundleShard));
    below.addAll(
        BalancedTree.trace(
            ErasureTree.split(segmentShards, segmentShardSize), segment, TreeHash.BLAKE2B));
    return append(stored, below);
  }

  /**
   * Checks what CE 140 brings.
   *
   * @param segment index of the segment
   * @param segments number of exported and of proof segments together
   * @throws InvalidProofException when this is not the segment's shard
   * @throws IndexOutOfBoundsException when there is no such segment
   */
  public void verifySegment(
      Bytes segmentShard, int segment, int segments, Justification justification)
      throws InvalidProofException {
    Objects.checkIndex(segment, segments);
    List<Bytes> nodes = justification.nodes();
    int split = depth(shard, validators);
    if (nodes.size() <= split) {
      throw new InvalidProofException("a path of " + nodes.size() + " nodes is too short");
    }
    Bytes top = top(segmentShard, segment, segments, nodes.subList(split + 1, nodes.size()));
    Hash segmentsRoot =
        segments == 1 ? ErasureTree.hash(segmentShard) : Hash.wrap(top.toByteArray());
    verify(
        hash(nodes.get(split), "hash of the bundle shard"), segmentsRoot, nodes.subList(0, split));
  }

  private void verify(Hash bundleShardHash, Hash segmentsRoot, List<Bytes> path)
      throws InvalidProofException {
    Bytes leaf = ErasureTree.leaf(bundleShardHash, segmentsRoot);
    Bytes top = top(leaf, shard, validators, path);
    Hash found = validators == 1 ? ErasureTree.hash(leaf) : Hash.wrap(top.toByteArray());
    if (!found.equals(root)) {
      throw new InvalidProofException("another erasure-root: " + found.toShortHex());
    }
  }

  private static Bytes top(Bytes item, int index, int count, List<Bytes> path)
      throws InvalidProofException {
    try {
      return BalancedTree.top(item, index, count, path, TreeHash.BLAKE2B);
    } catch (IllegalArgumentException length) {
      throw new InvalidProofException(length.getMessage());
    }
  }

  private static Hash hash(Bytes node, String what) throws InvalidProofException {
    if (node.size() != Hash.SIZE) {
      throw new InvalidProofException("no " + what);
    }
    return Hash.wrap(node.toByteArray());
  }

  /** Nodes on the path to an item of a well-balanced tree, of which left halves are the longer. */
  private static int depth(int index, int count) {
    int half = (count + 1) / 2;
    if (count == 1) {
      return 0;
    }
    return 1 + (index < half ? depth(index, half) : depth(index - half, count - half));
  }

  private static Justification append(Justification stored, List<? extends Bytes> below) {
    List<Bytes> nodes = new ArrayList<>(stored.nodes());
    nodes.addAll(below);
    return new Justification(nodes);
  }
}

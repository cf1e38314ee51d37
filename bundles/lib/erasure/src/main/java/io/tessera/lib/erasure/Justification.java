package io.tessera.lib.erasure;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.JamReader;
import io.tessera.lib.codec.JamWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * What proves that shards belong to an erasure-root: the nodes opposite to the path from the root
 * to them (JAMNP-S, "CE 137: Shard distribution", "CE 138: Audit shard request", "CE 139/140:
 * Segment shard request").
 *
 * @param nodes from top to bottom: hashes; where the opposite node is a leaf the two hashes that it
 *     has, or a segment shard
 */
public record Justification(List<Bytes> nodes) {
  /** More than any tree of shards is deep, with the tree of segments beneath it. */
  private static final int MOST_NODES = 64;

  private static final int HASH = 0;
  private static final int PAIR = 1;
  private static final int SEGMENT_SHARD = 2;

  /** Takes a copy of the list. */
  public Justification {
    nodes = List.copyOf(nodes);
  }

  /**
   * The codec of a justification that fills what is left of a message.
   *
   * @param segmentShardSize octets of a segment shard ({@link ErasureCode#segmentShardSize}); 0
   *     where there must be none, which is everywhere but in CE 140
   */
  public static Codec<Justification> codec(int segmentShardSize) {
    return Codec.of(
        "justification",
        in -> read(in, segmentShardSize),
        (justification, out) -> justification.nodes.forEach(node -> write(node, out)));
  }

  private static Justification read(JamReader in, int segmentShardSize) {
    List<Bytes> nodes = new ArrayList<>();
    while (in.remaining() > 0) {
      if (nodes.size() == MOST_NODES) {
        throw in.fail("more than " + MOST_NODES + " nodes");
      }
      long offset = in.offset();
      int kind = in.u8();
      int size =
          switch (kind) {
            case HASH -> Hash.SIZE;
            case PAIR -> 2 * Hash.SIZE;
            case SEGMENT_SHARD -> segmentShardSize;
            default -> 0;
          };
      if (size == 0) {
        throw in.failAt(offset, "no node here is of kind " + kind);
      }
      nodes.add(Bytes.wrap(in.bytes(size)));
    }
    return new Justification(nodes);
  }

  private static void write(Bytes node, JamWriter out) {
    out.u8(
        switch (node.size()) {
          case Hash.SIZE -> HASH;
          case 2 * Hash.SIZE -> PAIR;
          default -> SEGMENT_SHARD;
        });
    out.bytes(node);
  }
}

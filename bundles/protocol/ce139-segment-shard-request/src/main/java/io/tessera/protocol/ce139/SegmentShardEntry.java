package io.tessera.protocol.ce139;

import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.JamReader;
import io.tessera.work.ShardRequest;
import java.util.List;

/**
 * What a request asks for of one package.
 *
 * @param shards the erasure-root, and the index of the assurer's shards
 * @param segments indices of segments
 */
record SegmentShardEntry(ShardRequest shards, List<Integer> segments) {
  private static final int INDEX = 2;

  private static final Codec<Integer> SEGMENT =
      Codec.of("segment index", JamReader::u16, (index, out) -> out.u16(index));

  SegmentShardEntry {
    segments = List.copyOf(segments);
  }

  /**
   * The codec of an entry with one segment at least.
   *
   * @param most segments
   */
  static Codec<SegmentShardEntry> codec(int most) {
    Codec<List<Integer>> segments = Codec.list("segments", SEGMENT, INDEX, 1, most);
    return Codec.of(
        "segment shard entry",
        in -> new SegmentShardEntry(ShardRequest.CODEC.decode(in), segments.decode(in)),
        (entry, out) -> {
          ShardRequest.CODEC.encode(entry.shards, out);
          segments.encode(entry.segments, out);
        });
  }

  /** Most bytes of an entry with so many segments. */
  static int mostSize(int segments) {
    return Hash.SIZE + INDEX + 3 + INDEX * segments;
  }
}

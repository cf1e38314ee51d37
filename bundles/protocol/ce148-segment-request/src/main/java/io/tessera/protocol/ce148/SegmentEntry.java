package io.tessera.protocol.ce148;

import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.JamReader;
import java.util.List;

/**
 * What a request asks for of one package.
 *
 * @param segmentsRoot its segment-root
 * @param segments indices of exported segments
 */
record SegmentEntry(Hash segmentsRoot, List<Integer> segments) {
  private static final int INDEX = 2;

  private static final Codec<Integer> SEGMENT =
      Codec.of("segment index", JamReader::u16, (index, out) -> out.u16(index));

  SegmentEntry {
    segments = List.copyOf(segments);
  }

  /**
   * The codec of an entry with one segment at least.
   *
   * @param most segments
   */
  static Codec<SegmentEntry> codec(int most) {
    Codec<List<Integer>> segments = Codec.list("segments", SEGMENT, INDEX, 1, most);
    return Codec.of(
        "segment entry",
        in -> new SegmentEntry(Hash.CODEC.decode(in), segments.decode(in)),
        (entry, out) -> {
          out.bytes(entry.segmentsRoot);
          segments.encode(entry.segments, out);
        });
  }

  /** Most bytes of an entry with so many segments. */
  static int mostSize(int segments) {
    return Hash.SIZE + 3 + INDEX * segments;
  }
}

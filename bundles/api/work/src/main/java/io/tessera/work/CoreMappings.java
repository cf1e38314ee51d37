package io.tessera.work;

import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.SegmentRootLookup;
import java.util.List;

/**
 * The core that a work-package is for, and the segments-roots of the packages that it imports from
 * by their hash: {@code Core Index ++ len++[Work-Package Hash ++ Segments-Root]} (JAMNP-S, "CE 134"
 * and "CE 146").
 *
 * @param core index of the core, of 16 bits
 * @param mappings in any order
 */
public record CoreMappings(int core, List<SegmentRootLookup> mappings) {

  /** Takes a copy of the list. */
  public CoreMappings {
    mappings = List.copyOf(mappings);
  }

  /** Two bytes, then the number of mappings and 64 bytes each: a report can have J of them. */
  public static Codec<CoreMappings> codec(ProtocolParameters parameters) {
    Codec<List<SegmentRootLookup>> list =
        Codec.list(
            "mappings",
            SegmentRootLookup.CODEC,
            2 * Hash.SIZE,
            0,
            parameters.maxReportDependencies());
    return Codec.of(
        "core and mappings",
        in -> new CoreMappings(in.u16(), list.decode(in)),
        (value, out) -> {
          out.u16(value.core);
          list.encode(value.mappings, out);
        });
  }

  /** Most bytes of an encoding. */
  public static int maxSize(ProtocolParameters parameters) {
    return 2 + 9 + parameters.maxReportDependencies() * 2 * Hash.SIZE;
  }
}

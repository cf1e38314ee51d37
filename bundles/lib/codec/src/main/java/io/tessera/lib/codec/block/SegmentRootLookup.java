package io.tessera.lib.codec.block;

import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.Hash;

/**
 * Which segment-root the segments imported from a work-package have.
 *
 * @param workPackageHash hash of the exporting work-package
 * @param segmentTreeRoot its segment-root
 */
public record SegmentRootLookup(Hash workPackageHash, Hash segmentTreeRoot) {
  /** Both hashes, in this order. */
  public static final Codec<SegmentRootLookup> CODEC =
      Codec.of(
          "lookup",
          in -> new SegmentRootLookup(Hash.CODEC.decode(in), Hash.CODEC.decode(in)),
          (lookup, out) -> {
            out.bytes(lookup.workPackageHash);
            out.bytes(lookup.segmentTreeRoot);
          });

  /** Bytes of an encoding. */
  static final int SIZE = 2 * Hash.SIZE;
}

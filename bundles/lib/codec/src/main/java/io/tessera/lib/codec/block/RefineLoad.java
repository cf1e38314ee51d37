package io.tessera.lib.codec.block;

import io.tessera.lib.codec.Codec;

/**
 * How much work a work-item was. All numbers are unsigned 64-bit naturals: the serialization has no
 * narrower bound.
 *
 * @param gasUsed gas that refinement used
 * @param imports segments imported
 * @param extrinsicCount extrinsics used
 * @param extrinsicSize their octets in total
 * @param exports segments exported
 */
public record RefineLoad(
    long gasUsed, long imports, long extrinsicCount, long extrinsicSize, long exports) {

  /** Five naturals of variable length. */
  public static final Codec<RefineLoad> CODEC =
      Codec.of(
          "refine_load",
          in ->
              new RefineLoad(in.natural(), in.natural(), in.natural(), in.natural(), in.natural()),
          (load, out) -> {
            out.natural(load.gasUsed);
            out.natural(load.imports);
            out.natural(load.extrinsicCount);
            out.natural(load.extrinsicSize);
            out.natural(load.exports);
          });

  /** Fewest bytes of an encoding. */
  static final int MIN_SIZE = 5;
}

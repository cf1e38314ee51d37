package io.tessera.lib.codec.block;

import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.Hash;

/**
 * A blob that comes along with a work-package.
 *
 * @param hash of the blob
 * @param length in bytes
 */
public record ExtrinsicSpec(Hash hash, long length) {
  /** The hash, then the length in four bytes. */
  public static final Codec<ExtrinsicSpec> CODEC =
      Codec.of(
          "extrinsic",
          in -> new ExtrinsicSpec(Hash.CODEC.decode(in), in.u32()),
          (spec, out) -> {
            out.bytes(spec.hash);
            out.u32(spec.length);
          });

  /** Bytes of an encoding. */
  static final int SIZE = Hash.SIZE + 4;
}

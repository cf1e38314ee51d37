package io.tessera.lib.codec.block;

import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.Hash;

/**
 * A work-package as the availability system knows it (Gray Paper, section "Availability").
 *
 * @param hash of the work-package
 * @param length of the auditable work-bundle in bytes
 * @param erasureRoot commitment to all shards of the bundle and the exported segments
 * @param exportsRoot segment-root: commitment to the exported segments
 * @param exportsCount number of exported segments
 */
public record PackageSpec(
    Hash hash, long length, Hash erasureRoot, Hash exportsRoot, int exportsCount) {

  /** The length in four bytes, the count in two. */
  public static final Codec<PackageSpec> CODEC =
      Codec.of(
          "package_spec",
          in ->
              new PackageSpec(
                  Hash.CODEC.decode(in),
                  in.u32(),
                  Hash.CODEC.decode(in),
                  Hash.CODEC.decode(in),
                  in.u16()),
          (spec, out) -> {
            out.bytes(spec.hash);
            out.u32(spec.length);
            out.bytes(spec.erasureRoot);
            out.bytes(spec.exportsRoot);
            out.u16(spec.exportsCount);
          });

  /** Bytes of an encoding. */
  static final int SIZE = 3 * Hash.SIZE + 4 + 2;
}

package io.tessera.lib.codec.state;

import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.Hash;

/**
 * A work-package that was reported.
 *
 * @param hash of the work-package
 * @param exportsRoot its segment-root
 */
public record ReportedPackage(Hash hash, Hash exportsRoot) {
  /** Both hashes, in this order. */
  public static final Codec<ReportedPackage> CODEC =
      Codec.of(
          "reported_package",
          in -> new ReportedPackage(Hash.CODEC.decode(in), Hash.CODEC.decode(in)),
          (reported, out) -> {
            out.bytes(reported.hash);
            out.bytes(reported.exportsRoot);
          });

  /** Bytes of an encoding. */
  static final int SIZE = 2 * Hash.SIZE;
}

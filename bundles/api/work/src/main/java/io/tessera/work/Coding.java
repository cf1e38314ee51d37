package io.tessera.work;

import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.PackageSpec;
import io.tessera.lib.erasure.ErasureCode;
import io.tessera.lib.erasure.PagedProofs;

/**
 * The sizes that follow from what a report says of its package: whoever asks for shards accepts
 * these, and nothing longer or shorter. Immutable, safe from any thread.
 *
 * @param code the erasure code of the chain
 * @param mostBundle most octets of an encoded work-bundle
 * @param mostExports W_X: most segments that a package exports
 * @param mostImports W_M: most segments in one request of CE 148; twice as many segment shards in
 *     one of CE 139 or 140
 */
public record Coding(ErasureCode code, int mostBundle, int mostExports, int mostImports) {
  /** Octets of a work-package's fields of fixed size, with the lengths of its two blobs. */
  private static final int PACKAGE = 4 + 32 + (4 * 32 + 4 + 1 + 8 * 32) + 2 * 5 + 1;

  /** Octets of a work-item's fields of fixed size, with the lengths of payload and lists. */
  private static final int ITEM = 4 + 32 + 8 + 8 + 2 + 5 + 2 * 3;

  /** Octets that say which segment is imported, and the length of its proof. */
  private static final int IMPORT = 32 + 2 + 1;

  /** Octets that say which blob comes along. */
  private static final int EXTRINSIC = 32 + 4;

  /** More nodes than a path beneath an erasure-root has. */
  private static final int PATH = 32;

  /**
   * The coding of a chain. W_B counts payloads, blobs, imported segments and the hashes of their
   * proofs (Gray Paper, section "Packages and Items"); the encoding of a bundle has the fields of
   * the package and the lengths of the proofs as well.
   *
   * @throws IllegalArgumentException when the chain's parameters give no code
   */
  public static Coding of(ProtocolParameters parameters) {
    return new Coding(
        ErasureCode.of(parameters),
        parameters.maxBundleSize()
            + PACKAGE
            + parameters.maxPackageItems() * ITEM
            + parameters.maxPackageImports() * IMPORT
            + parameters.maxPackageExtrinsics() * EXTRINSIC,
        parameters.maxPackageExports(),
        parameters.maxPackageImports());
  }

  /** Whether a package can be as large as a report says. */
  public boolean fits(PackageSpec spec) {
    return spec.length() <= mostBundle && spec.exportsCount() <= mostExports;
  }

  /** Number of exported and of proof segments together. */
  public int segments(PackageSpec spec) {
    return spec.exportsCount() + PagedProofs.count(spec.exportsCount());
  }

  /**
   * Octets of a shard of the package's bundle.
   *
   * @throws IllegalArgumentException when the package does not fit
   */
  public int bundleShardSize(PackageSpec spec) {
    check(spec);
    return code.shardSize((int) spec.length());
  }

  /**
   * Octets of all segment shards of one index.
   *
   * @throws IllegalArgumentException when the package does not fit
   */
  public int segmentShardsSize(PackageSpec spec) {
    check(spec);
    return segments(spec) * code.segmentShardSize();
  }

  /** Most octets of a justification of CE 137 or CE 138. */
  public int mostJustification() {
    return PATH * (1 + 2 * 32);
  }

  /** Most octets of a justification of CE 140, which may have a segment shard in it. */
  public int mostSegmentJustification() {
    return mostJustification() + 1 + code.segmentShardSize();
  }

  private void check(PackageSpec spec) {
    if (!fits(spec)) {
      throw new IllegalArgumentException(
          "no package has %,d octets and %,d exports"
              .formatted(spec.length(), spec.exportsCount()));
    }
  }
}

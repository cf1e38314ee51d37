package io.tessera.work;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.block.WorkPackage;
import java.util.List;
import java.util.Optional;

/**
 * A work-package that a builder has submitted, with its data.
 *
 * @param core index of the core that it is for
 * @param hash the package's hash
 * @param workPackage the package
 * @param extrinsics the blobs that it names, in its order
 * @param imports the segments that it imports; empty when the builder left it to the guarantor to
 *     fetch them (JAMNP-S, "CE 133")
 */
public record Submission(
    int core,
    Hash hash,
    WorkPackage workPackage,
    List<Bytes> extrinsics,
    Optional<Imports> imports) {

  /** Takes a copy of the list. */
  public Submission {
    extrinsics = List.copyOf(extrinsics);
  }
}

package io.tessera.work;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.block.WorkPackage;
import io.tessera.net.StreamException;
import java.util.List;

/** Submits work-packages to guarantors: a protocol plugin registers one (CE 133). */
@FunctionalInterface
public interface PackageSubmitter {

  /**
   * Submits a package without the segments that it imports, which the guarantor fetches. Blocks the
   * calling thread, which should be virtual; returns when the guarantor has taken it.
   *
   * @param core index of the core that it is for
   * @param extrinsics the blobs that it names, in its order
   * @throws IllegalArgumentException when these are others, or the package is too large to be sent
   * @throws StreamException when the guarantor refused, broke the protocol or took too long
   */
  void submit(PeerId guarantor, int core, WorkPackage workPackage, List<Bytes> extrinsics)
      throws StreamException;
}

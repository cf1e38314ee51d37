package io.tessera.work;

import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.block.SegmentRootLookup;
import io.tessera.lib.codec.block.WorkPackageBundle;
import io.tessera.net.StreamException;
import java.util.List;

/** Submits work-packages with all that they import: a protocol plugin registers one (CE 146). */
@FunctionalInterface
public interface BundleSubmitter {

  /**
   * Submits a bundle. Blocks the calling thread, which should be virtual; returns when the
   * guarantor has taken it.
   *
   * @param core index of the core that it is for
   * @param mappings segments-roots of the packages that segments are imported from by their hash
   * @throws IllegalArgumentException when data or mappings are not what the package names, or the
   *     package is too large to be sent
   * @throws StreamException when the guarantor refused, broke the protocol or took too long
   */
  void submit(
      PeerId guarantor, int core, List<SegmentRootLookup> mappings, WorkPackageBundle bundle)
      throws StreamException;
}

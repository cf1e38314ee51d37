package io.tessera.work;

import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.block.SegmentRootLookup;
import io.tessera.lib.codec.block.WorkPackageBundle;
import io.tessera.net.StreamException;
import java.util.List;

/** Shares work-packages between a core's guarantors: a protocol plugin registers one (CE 134). */
@FunctionalInterface
public interface PackageSharer {

  /**
   * Asks another guarantor of the core to refine a package and to sign its report. Nothing is sent
   * unless a report of it could be included, which the {@link WorkPackageProcessor} says, and all
   * imported segments are there and proven. Blocks the calling thread, which should be virtual.
   *
   * @param core index of the core that both nodes guarantee for
   * @param mappings segments-roots of the packages that segments are imported from by their hash
   * @return the hash of the report that the guarantor came to, which may be another than this
   *     node's, and its signature, which is verified
   * @throws StreamException UNAVAILABLE without a processor; REFUSED when one of the conditions is
   *     not met or the guarantor refuses; MISBEHAVED when it does not sign what it says
   */
  ReportSignature share(
      PeerId guarantor, int core, List<SegmentRootLookup> mappings, WorkPackageBundle bundle)
      throws StreamException;
}

package io.tessera.work;

import io.tessera.lib.codec.block.SegmentRootLookup;
import io.tessera.lib.codec.block.WorkPackage;
import io.tessera.lib.codec.block.WorkPackageBundle;
import java.util.List;

/**
 * Runs work-packages: the door to who can authorize and refine (Gray Paper, sections
 * "Authorization" and "Work Packages and Work Reports"). There need be none: then packages are
 * verified as far as the chain tells, and none is guaranteed. Methods block the calling thread,
 * which should be virtual.
 */
public interface WorkPackageProcessor {

  /**
   * Checks that a report of the package could be included in one of the next blocks, which takes
   * its authorization (Ψ_I).
   *
   * @param core index of the core that it is for
   * @throws RefusedException saying why not
   */
  void authorize(int core, WorkPackage workPackage) throws RefusedException, InterruptedException;

  /**
   * Refines a bundle whose data was found to be what the package names, and guarantees the report.
   * What it has refined already it need not refine again.
   *
   * @param mappings segments-roots of the packages imported from. They do not contradict the recent
   *     history; whether to trust those that it does not know is for the processor to decide
   * @return the hash of the report and this node's signature of it
   * @throws RefusedException when there is no report that this node answers for
   */
  ReportSignature guarantee(int core, List<SegmentRootLookup> mappings, WorkPackageBundle bundle)
      throws RefusedException, InterruptedException;
}

package io.tessera.work;

import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.block.PackageSpec;
import io.tessera.net.StreamException;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** Gets segments for guarantors: a service of core/availability. Safe from any thread. */
@ProviderType
public interface SegmentRecovery {

  /**
   * Gets exported segments: whole from a guarantor (CE 148), or else from the shards of any R
   * assurers, at first without proofs (CE 139), then, where a segment does not fit its proof, each
   * shard proved (CE 140). Blocks the calling thread, which should be virtual.
   *
   * @param spec the package that exported them, as its report has it
   * @param core that it was reported on
   * @param segments indices of exported segments, at most W_M
   * @param guarantors who may have them, such as those who signed the report
   * @param assurers the validators by index, at the time of the report
   * @return one for each index, in that order, proved against the spec's segment-root
   * @throws StreamException UNAVAILABLE when too few have answered
   * @throws InvalidErasureRootException when proved shards give something else
   * @throws InterruptedException when the caller is interrupted
   * @throws IndexOutOfBoundsException when there is no such segment
   */
  List<ProvedSegment> recover(
      PackageSpec spec,
      int core,
      List<Integer> segments,
      List<PeerId> guarantors,
      List<PeerId> assurers)
      throws StreamException, InvalidErasureRootException, InterruptedException;
}

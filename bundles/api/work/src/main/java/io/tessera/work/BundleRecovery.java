package io.tessera.work;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.block.WorkReport;
import io.tessera.net.StreamException;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** Gets work-bundles for auditors: a service of core/availability. Safe from any thread. */
@ProviderType
public interface BundleRecovery {

  /**
   * Gets a bundle: whole from a guarantor (CE 147), or else from the shards of any R assurers (CE
   * 138), each of which is proved. Blocks the calling thread, which should be virtual.
   *
   * @param guarantors those who signed the report
   * @param assurers the validators by index, at the time of the report
   * @return the bundle that the report is about, see {@link BundleCheck}
   * @throws StreamException UNAVAILABLE when too few have answered
   * @throws InvalidErasureRootException when proved shards give something else
   * @throws InterruptedException when the caller is interrupted
   */
  Bytes recover(WorkReport report, List<PeerId> guarantors, List<PeerId> assurers)
      throws StreamException, InvalidErasureRootException, InterruptedException;
}

package io.tessera.work;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.block.WorkReport;
import io.tessera.net.StreamException;

/** Asks a guarantor for a whole work-bundle: the plugin of CE 147 is one. */
@FunctionalInterface
public interface BundleFetcher {

  /**
   * Requests a bundle. Blocks the calling thread, which should be virtual.
   *
   * @return the bundle that the report is about, see {@link BundleCheck}
   * @throws StreamException MISBEHAVED when what comes is not that; others when the peer refused,
   *     broke the protocol or took too long
   */
  Bytes fetch(PeerId guarantor, WorkReport report) throws StreamException;
}

package io.tessera.work;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.block.PackageSpec;
import io.tessera.net.StreamException;

/** Asks an assurer for its shard of a work-bundle: the plugin of CE 138 is one. */
@FunctionalInterface
public interface AuditShardFetcher {

  /**
   * Requests a shard. Blocks the calling thread, which should be virtual.
   *
   * @param spec the package, as its report has it
   * @return what the erasure-root proves
   * @throws StreamException MISBEHAVED when what comes is not that; others when the peer refused,
   *     broke the protocol or took too long
   */
  Bytes fetch(PeerId assurer, PackageSpec spec, int shard) throws StreamException;
}

package io.tessera.work;

import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.block.PackageSpec;
import io.tessera.net.StreamException;

/** Asks a guarantor for the shards that this node is to keep: the plugin of CE 137 is one. */
@FunctionalInterface
public interface ShardFetcher {

  /**
   * Requests the shards of an index. Blocks the calling thread, which should be virtual.
   *
   * @param spec the package, as its report has it
   * @return what the erasure-root proves
   * @throws StreamException MISBEHAVED when what comes is not that; others when the peer refused,
   *     broke the protocol or took too long
   */
  ProvedShards fetch(PeerId guarantor, PackageSpec spec, int shard) throws StreamException;
}

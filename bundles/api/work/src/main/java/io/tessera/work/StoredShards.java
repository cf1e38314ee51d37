package io.tessera.work;

import io.tessera.lib.codec.Hash;
import io.tessera.lib.erasure.Justification;

/**
 * Shards of one index that this node assures. To be closed; until then they can be read even when
 * they are expired meanwhile.
 *
 * @param justification as it came by CE 137
 * @param sibling what stands next to them in their leaf of the erasure tree: of a bundle shard the
 *     root of the segment shards, of segment shards the hash of the bundle shard
 * @param blob the bundle shard, or the segment shards one after another
 * @param handle closes the file
 */
public record StoredShards(
    Justification justification, Hash sibling, StoredBlob blob, Runnable handle)
    implements AutoCloseable {

  @Override
  public void close() {
    handle.run();
  }
}

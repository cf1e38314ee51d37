package io.tessera.work;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.block.PackageSpec;
import io.tessera.net.StreamException;
import java.util.List;

/**
 * Asks an assurer for its shards of segments: the plugin of CE 139 and 140 is one. At most {@code 2
 * W_M} in one request.
 */
public interface SegmentShardFetcher {

  /**
   * Requests shards that nothing proves (CE 139); they have the right sizes. Blocks the calling
   * thread, which should be virtual.
   *
   * @return one for each segment wanted, in that order
   * @throws StreamException when the peer refused, broke the protocol or took too long
   */
  List<Bytes> fetch(PeerId assurer, List<Wanted> wanted) throws StreamException;

  /**
   * Requests shards and proves each against its erasure-root (CE 140). Blocks the calling thread,
   * which should be virtual.
   *
   * @return one for each segment wanted, in that order
   * @throws StreamException MISBEHAVED when one of them is wrong; others as {@link #fetch}
   */
  List<Bytes> fetchProved(PeerId assurer, List<Wanted> wanted) throws StreamException;

  /**
   * What is asked for of one package.
   *
   * @param spec the package, as its report has it
   * @param shard index of the assurer's shards
   * @param segments at least one: indices of exported segments, or of those that prove them, which
   *     follow the exported ones
   */
  record Wanted(PackageSpec spec, int shard, List<Integer> segments) {
    /** Takes a copy of the list. */
    public Wanted {
      segments = List.copyOf(segments);
    }
  }
}

package io.tessera.work;

import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.net.StreamException;
import java.util.List;

/** Asks a guarantor for whole segments: the plugin of CE 148 is one. At most W_M in one request. */
@FunctionalInterface
public interface SegmentFetcher {

  /**
   * Requests segments. Blocks the calling thread, which should be virtual.
   *
   * @return one for each segment wanted, in that order, proved against its segment-root
   * @throws StreamException MISBEHAVED when one is wrong; others when the peer refused, broke the
   *     protocol or took too long
   */
  List<ProvedSegment> fetch(PeerId guarantor, List<Wanted> wanted) throws StreamException;

  /**
   * What is asked for of one package.
   *
   * @param segmentsRoot its segment-root
   * @param segments indices of at least one exported segment
   */
  record Wanted(Hash segmentsRoot, List<Integer> segments) {
    /** Takes a copy of the list. */
    public Wanted {
      segments = List.copyOf(segments);
    }
  }
}

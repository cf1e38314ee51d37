package io.tessera.work;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import java.util.List;

/**
 * An exported segment with what proves it against its segment-root.
 *
 * @param segment W_G octets
 * @param justification J_0: the path from the segment-root to it, from top to bottom
 */
public record ProvedSegment(Bytes segment, List<Hash> justification) {
  /** Takes a copy of the list. */
  public ProvedSegment {
    justification = List.copyOf(justification);
  }
}

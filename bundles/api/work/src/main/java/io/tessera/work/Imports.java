package io.tessera.work;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.block.SegmentRootLookup;
import java.util.List;

/**
 * The segments that a work-package imports, with what proves them.
 *
 * @param mappings segments-roots of the packages that are named by their hash
 * @param segments in the order of the package
 * @param proofs for each segment the path from its segments-root to it, from top to bottom
 */
public record Imports(
    List<SegmentRootLookup> mappings, List<Bytes> segments, List<List<Hash>> proofs) {

  /** Takes copies of the lists. */
  public Imports {
    mappings = List.copyOf(mappings);
    segments = List.copyOf(segments);
    proofs = List.copyOf(proofs);
  }
}

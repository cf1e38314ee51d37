package io.tessera.core.availability;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.block.PackageSpec;
import io.tessera.lib.erasure.ErasureCode;
import io.tessera.lib.erasure.PagedProofs;
import io.tessera.lib.erasure.Shard;
import io.tessera.lib.erasure.UnusableShardsException;
import io.tessera.lib.merkle.ConstantDepthTree;
import io.tessera.lib.merkle.InvalidProofException;
import io.tessera.lib.merkle.LeafPage;
import io.tessera.lib.merkle.TreeHash;
import io.tessera.work.InvalidErasureRootException;
import io.tessera.work.ProvedSegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks segments against the segments that prove them. Confined to one thread. */
final class SegmentProver {
  private final PackageSpec spec;
  private final Map<Integer, Bytes> parts;
  private final Map<Integer, Optional<LeafPage>> pages = new HashMap<>();

  /**
   * A prover.
   *
   * @param parts exported and proof segments, by index
   */
  SegmentProver(PackageSpec spec, Map<Integer, Bytes> parts) {
    this.spec = spec;
    this.parts = parts;
  }

  /**
   * The segments that shards of several assurers give.
   *
   * @param shards of each, one after another
   * @param indices of the segments
   */
  static Map<Integer, Bytes> reconstruct(
      ErasureCode code, Map<Integer, Bytes> shards, List<Integer> indices)
      throws InvalidErasureRootException {
    List<Shard> all =
        shards.entrySet().stream().map(it -> new Shard(it.getKey(), it.getValue())).toList();
    try {
      List<Bytes> segments = code.reconstructSegments(all, indices.size());
      Map<Integer, Bytes> parts = new HashMap<>();
      for (int i = 0; i < indices.size(); i++) {
        parts.put(indices.get(i), segments.get(i));
      }
      return parts;
    } catch (UnusableShardsException e) {
      throw new InvalidErasureRootException("shards do not fit together", e);
    }
  }

  /** Those that are not what their page proves, or whose page is not the segment-root's. */
  List<Integer> wrong(List<Integer> segments) {
    return segments.stream().filter(it -> !isProved(it)).distinct().toList();
  }

  private boolean isProved(int segment) {
    return page(segment)
        .map(page -> page.leaf(segment % PagedProofs.PAGE))
        .filter(ConstantDepthTree.leaf(parts.get(segment), TreeHash.BLAKE2B)::equals)
        .isPresent();
  }

  private Optional<LeafPage> page(int segment) {
    return pages.computeIfAbsent(segment / PagedProofs.PAGE, this::read);
  }

  private Optional<LeafPage> read(int page) {
    try {
      Bytes proof = parts.get(spec.exportsCount() + page);
      return Optional.of(PagedProofs.verify(proof, page, spec.exportsRoot(), spec.exportsCount()));
    } catch (InvalidProofException wrong) {
      return Optional.empty();
    }
  }

  /** Segments, none of which is {@link #wrong}, with their justifications. */
  List<ProvedSegment> proved(List<Integer> segments) {
    List<ProvedSegment> proved = new ArrayList<>();
    for (int segment : segments) {
      LeafPage page = page(segment).orElseThrow();
      proved.add(
          new ProvedSegment(parts.get(segment), page.justification(segment % PagedProofs.PAGE)));
    }
    return proved;
  }
}

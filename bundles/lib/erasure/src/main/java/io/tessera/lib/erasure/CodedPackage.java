package io.tessera.lib.erasure;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.block.PackageSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * All that a guarantor makes available of a work-package (Gray Paper, section "Availability
 * Specifier").
 *
 * @param spec what a work-report says about it
 * @param bundle the auditable work-bundle
 * @param segments the exported segments, then those that prove them
 * @param bundleShards V shards of the bundle
 * @param segmentShards V times the shards of all segments, one after another
 * @param tree the tree of all shards
 */
public record CodedPackage(
    PackageSpec spec,
    Bytes bundle,
    List<Bytes> segments,
    List<Bytes> bundleShards,
    List<Bytes> segmentShards,
    ErasureTree tree) {

  /** Takes copies of the lists. */
  public CodedPackage {
    segments = List.copyOf(segments);
    bundleShards = List.copyOf(bundleShards);
    segmentShards = List.copyOf(segmentShards);
  }

  /**
   * Codes a package: for one of full size this takes some hundred milliseconds.
   *
   * @param packageHash hash of the work-package
   * @param exported its exported segments
   * @throws IllegalArgumentException when bundle or segments are larger than can be coded
   */
  public static CodedPackage of(
      ErasureCode code, Hash packageHash, Bytes bundle, List<Bytes> exported) {
    List<Bytes> segments = new ArrayList<>(exported);
    segments.addAll(PagedProofs.of(exported));
    List<Bytes> bundleShards = code.encode(bundle);
    List<Bytes> segmentShards = code.encodeSegments(segments);
    ErasureTree tree = new ErasureTree(bundleShards, segmentShards, code.segmentShardSize());
    PackageSpec spec =
        new PackageSpec(
            packageHash, bundle.size(), tree.root(), PagedProofs.root(exported), exported.size());
    return new CodedPackage(spec, bundle, segments, bundleShards, segmentShards, tree);
  }
}

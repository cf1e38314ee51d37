package io.tessera.lib.authoring;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.ExtrinsicSpec;
import io.tessera.lib.codec.block.ImportSpec;
import io.tessera.lib.codec.block.SegmentRootLookup;
import io.tessera.lib.codec.block.WorkPackage;
import io.tessera.lib.codec.block.WorkPackageBundle;
import io.tessera.lib.crypto.Blake2b;
import io.tessera.lib.merkle.ConstantDepthTree;
import io.tessera.lib.merkle.TreeHash;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether the data of a bundle is what its work-package names (Gray Paper, section "Computation of
 * Work-Report": X, S, J and L). Hashes: for platform threads.
 */
public final class ImportRules {
  private ImportRules() {}

  /** Depth of the tree of so many segments. */
  static int depth(int segments) {
    return ConstantDepthTree.depth(segments);
  }

  /** Whether a blob is the one that an item brings along. */
  public static boolean matches(ExtrinsicSpec spec, Bytes blob) {
    return blob.size() == spec.length() && Blake2b.hash(blob).equals(spec.hash());
  }

  /**
   * What is wrong with the segments-roots of the packages imported from, for people: there must be
   * one of each, and no other. Empty when nothing is.
   */
  public static Optional<String> mappingFault(
      WorkPackage workPackage, List<SegmentRootLookup> mappings) {
    Set<Hash> named =
        workPackage.imports().stream()
            .filter(ImportSpec::sourceIsPackage)
            .map(ImportSpec::source)
            .collect(Collectors.toSet());
    Set<Hash> mapped = new HashSet<>();
    for (SegmentRootLookup mapping : mappings) {
      if (!named.contains(mapping.workPackageHash())) {
        return Optional.of("nothing is imported from " + mapping.workPackageHash().toShortHex());
      }
      if (!mapped.add(mapping.workPackageHash())) {
        return Optional.of("two roots of " + mapping.workPackageHash().toShortHex());
      }
    }
    return mapped.size() < named.size()
        ? Optional.of((named.size() - mapped.size()) + " packages without a segments-root")
        : Optional.empty();
  }

  /**
   * L: the segments-root that a segment is imported from.
   *
   * @throws IllegalArgumentException when the mappings lack it; see {@link #mappingFault}
   */
  public static Hash root(ImportSpec spec, List<SegmentRootLookup> mappings) {
    if (!spec.sourceIsPackage()) {
      return spec.source();
    }
    return mappings.stream()
        .filter(mapping -> mapping.workPackageHash().equals(spec.source()))
        .map(SegmentRootLookup::segmentTreeRoot)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no segments-root of " + spec.source()));
  }

  /** Whether a path proves that a segment is the one at an index beneath a segments-root. */
  public static boolean proves(Hash root, int index, Bytes segment, List<Hash> proof) {
    if (index >>> proof.size() != 0) {
      return false; // there are not so many beneath such a path
    }
    Hash leaf = ConstantDepthTree.leaf(segment, TreeHash.BLAKE2B);
    return ConstantDepthTree.root(List.of(leaf), index, 0, proof, TreeHash.BLAKE2B).equals(root);
  }

  /** What is wrong with a bundle and the segments-roots of its imports; empty when nothing is. */
  public static Optional<String> fault(
      ProtocolParameters parameters, WorkPackageBundle bundle, List<SegmentRootLookup> mappings) {
    WorkPackage workPackage = bundle.workPackage();
    Optional<String> limit = WorkPackageRules.fault(parameters, workPackage);
    Optional<String> fault = limit.isPresent() ? limit : mappingFault(workPackage, mappings);
    return fault.isPresent() ? fault : dataFault(parameters, bundle, mappings);
  }

  private static Optional<String> dataFault(
      ProtocolParameters parameters, WorkPackageBundle bundle, List<SegmentRootLookup> mappings) {
    List<ExtrinsicSpec> extrinsics = bundle.workPackage().extrinsics();
    List<ImportSpec> imports = bundle.workPackage().imports();
    if (bundle.extrinsics().size() != extrinsics.size()
        || bundle.segments().size() != imports.size()
        || bundle.proofs().size() != imports.size()) {
      return Optional.of("not as many extrinsics, segments and proofs as the package names");
    }
    for (int i = 0; i < extrinsics.size(); i++) {
      if (!matches(extrinsics.get(i), bundle.extrinsics().get(i))) {
        return Optional.of("extrinsic " + i + " is another one");
      }
    }
    for (int i = 0; i < imports.size(); i++) {
      ImportSpec spec = imports.get(i);
      Bytes segment = bundle.segments().get(i);
      if (segment.size() != parameters.segmentSize()
          || !proves(root(spec, mappings), spec.index(), segment, bundle.proofs().get(i))) {
        return Optional.of("segment " + i + " is not proven");
      }
    }
    return Optional.empty();
  }
}

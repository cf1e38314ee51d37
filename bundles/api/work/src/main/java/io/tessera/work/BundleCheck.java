package io.tessera.work;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.CodecException;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.JamReader;
import io.tessera.lib.codec.block.ExtrinsicSpec;
import io.tessera.lib.codec.block.ImportSpec;
import io.tessera.lib.codec.block.SegmentRootLookup;
import io.tessera.lib.codec.block.WorkItem;
import io.tessera.lib.codec.block.WorkPackage;
import io.tessera.lib.codec.block.WorkReport;
import io.tessera.lib.crypto.Blake2b;
import io.tessera.lib.erasure.ErasureCode;
import io.tessera.lib.erasure.PagedProofs;
import io.tessera.lib.merkle.ConstantDepthTree;
import io.tessera.lib.merkle.InvalidProofException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Whether octets are the work-bundle that a report is about: nothing in a bundle is left to whoever
 * sends it. The package has the report's hash; the package has the hashes of the blobs that come
 * along; each imported segment is proved against its segment-root, which the package or the report
 * names (Gray Paper, section "Computation of Work-Report").
 */
public final class BundleCheck {
  private BundleCheck() {}

  /**
   * Checks a bundle: the package, the blobs of all its items, their imported segments, and the
   * proofs of these. Hashes all of it: to be called on platform threads only.
   *
   * @throws InvalidProofException when it is not that of the report
   */
  public static void verify(Bytes bundle, WorkReport report) throws InvalidProofException {
    if (bundle.size() != report.packageSpec().length()) {
      throw new InvalidProofException("a bundle of " + bundle.size() + " octets");
    }
    try {
      verify(new JamReader(bundle.toByteArray()), report);
    } catch (CodecException noBundle) {
      throw new InvalidProofException("no bundle: " + noBundle.getMessage());
    }
  }

  private static void verify(JamReader in, WorkReport report) throws InvalidProofException {
    long start = in.offset();
    WorkPackage workPackage = WorkPackage.CODEC.decode(in);
    if (!Blake2b.hash(in.since(start)).equals(report.packageSpec().hash())) {
      throw new InvalidProofException("another work-package");
    }
    List<ImportSpec> imports = new ArrayList<>();
    for (WorkItem item : workPackage.items()) {
      imports.addAll(item.importSegments());
      for (ExtrinsicSpec blob : item.extrinsic()) {
        verify(in, blob);
      }
    }
    List<Bytes> segments = new ArrayList<>();
    for (int i = 0; i < imports.size(); i++) {
      segments.add(Bytes.wrap(in.bytes(ErasureCode.SEGMENT_SIZE)));
    }
    Map<Hash, Hash> roots =
        report.segmentRootLookup().stream()
            .collect(
                Collectors.toMap(
                    SegmentRootLookup::workPackageHash, SegmentRootLookup::segmentTreeRoot));
    for (int i = 0; i < imports.size(); i++) {
      verify(in, segments.get(i), imports.get(i), roots);
    }
    in.expectEnd();
  }

  private static void verify(JamReader in, ExtrinsicSpec blob) throws InvalidProofException {
    if (blob.length() > in.remaining()) {
      throw new InvalidProofException("a blob is missing");
    }
    if (!Blake2b.hash(in.bytes((int) blob.length())).equals(blob.hash())) {
      throw new InvalidProofException("another blob than " + blob.hash().toShortHex());
    }
  }

  private static void verify(
      JamReader in, Bytes segment, ImportSpec imported, Map<Hash, Hash> roots)
      throws InvalidProofException {
    Hash root = imported.sourceIsPackage() ? roots.get(imported.source()) : imported.source();
    if (root == null) {
      throw new InvalidProofException("the report has no segment-root for an import");
    }
    List<Hash> justification = in.list(Hash.CODEC, Hash.SIZE);
    if (justification.size() > ConstantDepthTree.depth(0xffff)) {
      throw new InvalidProofException("a proof of " + justification.size() + " nodes");
    }
    PagedProofs.verify(segment, imported.index(), justification, root);
  }
}

package io.tessera.lib.codec.block;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.JamReader;
import io.tessera.lib.codec.JamWriter;
import io.tessera.lib.codec.ProtocolParameters;
import java.util.ArrayList;
import java.util.List;

/**
 * A work-package with all that refining it takes: what is erasure coded for auditors (Gray Paper,
 * section "Computation of Work-Report", the second argument of A). Data is as it came: whether it
 * is what the package names is for who uses it to check.
 *
 * @param workPackage p
 * @param extrinsics X: the blobs that the items bring along, in the package's order
 * @param segments S: the segments that the items import, in the package's order
 * @param proofs J: for each of these, the path from its segments-root to it, from top to bottom
 */
public record WorkPackageBundle(
    WorkPackage workPackage,
    List<Bytes> extrinsics,
    List<Bytes> segments,
    List<List<Hash>> proofs) {

  /** Takes copies of the lists. */
  public WorkPackageBundle {
    extrinsics = List.copyOf(extrinsics);
    segments = List.copyOf(segments);
    proofs = List.copyOf(proofs);
  }

  /**
   * The package, the blobs, the segments, the paths one after another. Only a path has its length
   * before it; all other lengths follow from the package.
   */
  public static Codec<WorkPackageBundle> codec(ProtocolParameters parameters) {
    return Codec.of(
        "bundle", in -> read(in, parameters), (bundle, out) -> bundle.write(out, parameters));
  }

  /** One path with its length: as long as the tree of W_X segments is deep, at most. */
  public static Codec<List<Hash>> proofCodec(ProtocolParameters parameters) {
    return Codec.list("import_proof", Hash.CODEC, Hash.SIZE, 0, maxProofLength(parameters));
  }

  /** Most hashes in a path. */
  public static int maxProofLength(ProtocolParameters parameters) {
    return 32 - Integer.numberOfLeadingZeros(Math.max(1, parameters.maxPackageExports()) - 1);
  }

  private static WorkPackageBundle read(JamReader in, ProtocolParameters parameters) {
    WorkPackage workPackage = WorkPackage.CODEC.decode(in);
    List<Bytes> extrinsics = new ArrayList<>();
    for (ExtrinsicSpec spec : workPackage.extrinsics()) {
      extrinsics.add(blob(in, spec.length()));
    }
    int imports = workPackage.imports().size();
    List<Bytes> segments = new ArrayList<>();
    for (int i = 0; i < imports; i++) {
      segments.add(blob(in, parameters.segmentSize()));
    }
    List<List<Hash>> proofs = in.elements(proofCodec(parameters), imports);
    return new WorkPackageBundle(workPackage, extrinsics, segments, proofs);
  }

  private static Bytes blob(JamReader in, long length) {
    if (length > in.remaining()) {
      throw in.fail(length + " bytes expected, " + in.remaining() + " left");
    }
    return Bytes.wrap(in.bytes((int) length));
  }

  private void write(JamWriter out, ProtocolParameters parameters) {
    WorkPackage.CODEC.encode(workPackage, out);
    extrinsics.forEach(out::bytes);
    segments.forEach(out::bytes);
    out.elements(proofCodec(parameters), proofs);
  }
}

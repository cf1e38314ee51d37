package io.tessera.testing.testkit;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.JamWriter;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.ExtrinsicSpec;
import io.tessera.lib.codec.block.ImportSpec;
import io.tessera.lib.codec.block.RefineContext;
import io.tessera.lib.codec.block.SegmentRootLookup;
import io.tessera.lib.codec.block.WorkItem;
import io.tessera.lib.codec.block.WorkPackage;
import io.tessera.lib.codec.block.WorkReport;
import io.tessera.lib.crypto.Blake2b;
import io.tessera.lib.erasure.CodedPackage;
import io.tessera.lib.erasure.ErasureCode;
import io.tessera.lib.erasure.PagedProofs;
import io.tessera.lib.merkle.ConstantDepthTree;
import io.tessera.lib.merkle.TreeHash;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A work-package that nobody has refined, with all that makes it available: its bundle has a blob,
 * and two imported segments, one named by its segment-root and one by its package. What it exports
 * is random.
 *
 * @param report about it, without results
 * @param coded its bundle and segments with all their shards
 */
public record TestPackage(WorkReport report, CodedPackage coded) {
  private static final int SOURCE = 70;

  /**
   * Makes one; the same arguments give the same.
   *
   * @param blob octets of the blob that comes along: the bundle has some 9,000 more
   * @param exports number of exported segments
   */
  public static TestPackage of(
      ProtocolParameters parameters, int core, long seed, int blob, int exports) {
    Random random = new Random(seed);
    List<Bytes> source = segments(random, SOURCE);
    Hash sourceRoot = PagedProofs.root(source);
    Hash sourcePackage = Hash.wrap(random(random, Hash.SIZE));
    Bytes along = Bytes.wrap(random(random, blob));
    WorkPackage workPackage = workPackage(sourceRoot, sourcePackage, along);
    JamWriter bundle = new JamWriter(blob + 16 * 1024);
    WorkPackage.CODEC.encode(workPackage, bundle);
    Hash packageHash = Blake2b.hash(bundle.toByteArray());
    bundle.bytes(along);
    ConstantDepthTree tree = new ConstantDepthTree(source, TreeHash.BLAKE2B);
    bundle.bytes(source.get(3));
    bundle.bytes(source.get(66));
    bundle.list(Hash.CODEC, tree.justification(3, 0));
    bundle.list(Hash.CODEC, tree.justification(66, 0));
    CodedPackage coded =
        CodedPackage.of(
            ErasureCode.of(parameters),
            packageHash,
            Bytes.wrap(bundle.toByteArray()),
            segments(random, exports));
    WorkReport report =
        new WorkReport(
            coded.spec(),
            workPackage.context(),
            core,
            Hash.ZERO,
            0,
            Bytes.EMPTY,
            List.of(new SegmentRootLookup(sourcePackage, sourceRoot)),
            List.of());
    return new TestPackage(report, coded);
  }

  private static WorkPackage workPackage(Hash sourceRoot, Hash sourcePackage, Bytes along) {
    WorkItem item =
        new WorkItem(
            7,
            Hash.ZERO,
            1,
            1,
            0,
            Bytes.EMPTY,
            List.of(new ImportSpec(sourceRoot, false, 3), new ImportSpec(sourcePackage, true, 66)),
            List.of(new ExtrinsicSpec(Blake2b.hash(along), along.size())));
    RefineContext context =
        new RefineContext(Hash.ZERO, Hash.ZERO, Hash.ZERO, Hash.ZERO, 0, List.of());
    return new WorkPackage(0, Hash.ZERO, context, Bytes.EMPTY, Bytes.EMPTY, List.of(item));
  }

  private static List<Bytes> segments(Random random, int count) {
    List<Bytes> segments = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      segments.add(Bytes.wrap(random(random, ErasureCode.SEGMENT_SIZE)));
    }
    return segments;
  }

  private static byte[] random(Random random, int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }
}

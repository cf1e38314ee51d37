package io.tessera.core.pools;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.ExtrinsicSpec;
import io.tessera.lib.codec.block.ImportSpec;
import io.tessera.lib.codec.block.RefineContext;
import io.tessera.lib.codec.block.SegmentRootLookup;
import io.tessera.lib.codec.block.WorkItem;
import io.tessera.lib.codec.block.WorkPackage;
import io.tessera.lib.crypto.Blake2b;
import io.tessera.lib.merkle.ConstantDepthTree;
import io.tessera.lib.merkle.TreeHash;
import java.util.List;
import java.util.stream.IntStream;

/** Work-packages with one item, and what they name. */
final class Packages {
  static final Bytes BLOB = Bytes.fromHex("0102030405");
  static final ExtrinsicSpec EXTRINSIC = new ExtrinsicSpec(Blake2b.hash(BLOB), BLOB.size());

  /** What a package exported, of which others import the third and the first. */
  static final List<Bytes> SEGMENTS =
      IntStream.range(0, 3)
          .mapToObj(
              i -> {
                byte[] segment = new byte[(int) ProtocolParameters.TINY.segmentSize()];
                segment[7] = (byte) i;
                return Bytes.wrap(segment);
              })
          .toList();

  static final ConstantDepthTree TREE = new ConstantDepthTree(SEGMENTS, TreeHash.BLAKE2B);
  static final Hash EXPORTER = Hash.fromHex("bb".repeat(32));
  static final ImportSpec BY_PACKAGE = new ImportSpec(EXPORTER, true, 2);
  static final ImportSpec BY_ROOT = new ImportSpec(TREE.root(), false, 0);
  static final List<SegmentRootLookup> MAPPINGS =
      List.of(new SegmentRootLookup(EXPORTER, TREE.root()));

  private Packages() {}

  static WorkItem item(List<ImportSpec> imports, List<ExtrinsicSpec> extrinsics, int payload) {
    return new WorkItem(
        0, Hash.ZERO, 10, 10, 1, Bytes.wrap(new byte[payload]), imports, extrinsics);
  }

  static WorkPackage of(RefineContext context, WorkItem... items) {
    return new WorkPackage(
        0, WorkChain.AUTH_CODE, context, Bytes.fromHex("7f"), Bytes.EMPTY, List.of(items));
  }

  /** A package that a number stands for, without data. */
  static WorkPackage plain(RefineContext context, int number) {
    return of(context, item(List.of(), List.of(), number));
  }

  static WorkPackage withExtrinsic(RefineContext context) {
    return of(context, item(List.of(), List.of(EXTRINSIC), 1));
  }

  static WorkPackage withImports(RefineContext context) {
    return of(context, item(List.of(BY_PACKAGE, BY_ROOT), List.of(EXTRINSIC), 1));
  }
}

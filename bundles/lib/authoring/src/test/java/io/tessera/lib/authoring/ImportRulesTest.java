package io.tessera.lib.authoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.ExtrinsicSpec;
import io.tessera.lib.codec.block.ImportSpec;
import io.tessera.lib.codec.block.RefineContext;
import io.tessera.lib.codec.block.SegmentRootLookup;
import io.tessera.lib.codec.block.WorkItem;
import io.tessera.lib.codec.block.WorkPackage;
import io.tessera.lib.codec.block.WorkPackageBundle;
import io.tessera.lib.crypto.Blake2b;
import io.tessera.lib.merkle.ConstantDepthTree;
import io.tessera.lib.merkle.TreeHash;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A bundle's data is what its package names, or it is not taken. */
class ImportRulesTest {
  private static final ProtocolParameters TINY = ProtocolParameters.TINY;
  private static final Hash HASH = Hash.fromHex("11".repeat(32));
  private static final Hash EXPORTER = Hash.fromHex("22".repeat(32));
  private static final Bytes BLOB = Bytes.fromHex("0102");
  private static final List<Bytes> EXPORTED =
      IntStream.range(0, 5).mapToObj(ImportRulesTest::segment).toList();
  private static final ConstantDepthTree TREE = new ConstantDepthTree(EXPORTED, TreeHash.BLAKE2B);
  private static final List<SegmentRootLookup> MAPPINGS =
      List.of(new SegmentRootLookup(EXPORTER, TREE.root()));

  private final WorkPackage workPackage = importingBy(TREE.root());

  /** A package that imports the fifth segment by its package, and the second by a root. */
  private static WorkPackage importingBy(Hash root) {
    return new WorkPackage(
        7,
        HASH,
        new RefineContext(HASH, HASH, HASH, HASH, 0, List.of()),
        Bytes.EMPTY,
        Bytes.EMPTY,
        List.of(
            new WorkItem(
                1,
                HASH,
                1,
                1,
                0,
                Bytes.EMPTY,
                List.of(new ImportSpec(EXPORTER, true, 4), new ImportSpec(root, false, 1)),
                List.of(new ExtrinsicSpec(Blake2b.hash(BLOB), 2)))));
  }

  private final List<Bytes> extrinsics = new ArrayList<>(List.of(BLOB));
  private final List<Bytes> segments = new ArrayList<>(List.of(EXPORTED.get(4), EXPORTED.get(1)));
  private final List<List<Hash>> proofs =
      new ArrayList<>(List.of(TREE.justification(4, 0), TREE.justification(1, 0)));

  private static Bytes segment(int number) {
    byte[] bytes = new byte[(int) TINY.segmentSize()];
    bytes[number] = 1;
    return Bytes.wrap(bytes);
  }

  private Optional<String> fault(List<SegmentRootLookup> mappings) {
    return ImportRules.fault(
        TINY, new WorkPackageBundle(workPackage, extrinsics, segments, proofs), mappings);
  }

  private void assertFault(String what) {
    assertEquals(Optional.of(what), fault(MAPPINGS));
  }

  @Test
  void whatThePackageNamesIsGood() {
    assertEquals(Optional.empty(), fault(MAPPINGS));
  }

  @Test
  void anotherExtrinsic() {
    extrinsics.set(0, Bytes.fromHex("0103"));
    assertFault("extrinsic 0 is another one");
  }

  @Test
  void aHashIsNotEnough() {
    assertTrue(ImportRules.matches(new ExtrinsicSpec(Blake2b.hash(BLOB), 2), BLOB));
    assertFalse(ImportRules.matches(new ExtrinsicSpec(Blake2b.hash(BLOB), 3), BLOB));
  }

  @Test
  void anotherSegment() {
    segments.set(1, EXPORTED.get(2));
    assertFault("segment 1 is not proven");
  }

  @Test
  void anotherPlaceInTheTree() {
    segments.set(0, EXPORTED.get(1));
    proofs.set(0, TREE.justification(1, 0));
    assertFault("segment 0 is not proven");
  }

  @Test
  void aSegmentOfAnotherSize() {
    Bytes shorter = Bytes.wrap(new byte[100]);
    ConstantDepthTree tree = new ConstantDepthTree(List.of(BLOB, shorter), TreeHash.BLAKE2B);
    segments.set(1, shorter);
    proofs.set(1, tree.justification(1, 0));
    assertTrue(ImportRules.proves(tree.root(), 1, shorter, proofs.get(1)));
    WorkPackageBundle odd =
        new WorkPackageBundle(importingBy(tree.root()), extrinsics, segments, proofs);
    assertEquals(Optional.of("segment 1 is not proven"), ImportRules.fault(TINY, odd, MAPPINGS));
  }

  @Test
  void anIndexThatIsNotBeneathThePath() {
    assertTrue(ImportRules.proves(TREE.root(), 4, EXPORTED.get(4), TREE.justification(4, 0)));
    assertFalse(ImportRules.proves(TREE.root(), 12, EXPORTED.get(4), TREE.justification(4, 0)));
    assertFalse(ImportRules.proves(TREE.root(), 4, EXPORTED.get(4), List.of()));
  }

  @Test
  void missingData() {
    proofs.removeLast();
    assertFault("not as many extrinsics, segments and proofs as the package names");
    segments.removeLast();
    assertFault("not as many extrinsics, segments and proofs as the package names");
  }

  @Test
  void missingExtrinsics() {
    extrinsics.clear();
    assertFault("not as many extrinsics, segments and proofs as the package names");
  }

  @Test
  void mappingsAreThoseOfThePackage() {
    assertEquals(Optional.of("1 packages without a segments-root"), fault(List.of()));
    SegmentRootLookup known = MAPPINGS.getFirst();
    assertEquals(
        Optional.of("two roots of 22222222"),
        fault(List.of(known, new SegmentRootLookup(EXPORTER, HASH))));
    assertEquals(
        Optional.of("nothing is imported from 11111111"),
        fault(List.of(known, new SegmentRootLookup(HASH, TREE.root()))));
    assertThrows(
        IllegalArgumentException.class,
        () -> ImportRules.root(new ImportSpec(EXPORTER, true, 0), List.of()));
  }

  @Test
  void aWrongRoot() {
    assertEquals(
        Optional.of("segment 0 is not proven"),
        fault(List.of(new SegmentRootLookup(EXPORTER, HASH))));
  }

  @Test
  void limitsOfThePackageHold() {
    WorkPackageBundle large =
        new WorkPackageBundle(
            new WorkPackage(
                7,
                HASH,
                workPackage.context(),
                Bytes.wrap(new byte[TINY.maxBundleSize()]),
                Bytes.EMPTY,
                workPackage.items()),
            extrinsics,
            segments,
            proofs);
    assertTrue(ImportRules.fault(TINY, large, MAPPINGS).orElseThrow().startsWith("a bundle of"));
  }
}

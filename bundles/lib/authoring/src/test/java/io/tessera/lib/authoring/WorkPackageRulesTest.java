package io.tessera.lib.authoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.ExtrinsicSpec;
import io.tessera.lib.codec.block.ImportSpec;
import io.tessera.lib.codec.block.RefineContext;
import io.tessera.lib.codec.block.WorkItem;
import io.tessera.lib.codec.block.WorkPackage;
import io.tessera.lib.crypto.Blake2b;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Each limit of a work-package, at it and above it. */
class WorkPackageRulesTest {
  private static final ProtocolParameters TINY = ProtocolParameters.TINY;
  private static final Hash HASH = Hash.fromHex("11".repeat(32));
  private static final ImportSpec IMPORT = new ImportSpec(HASH, false, 0);
  private static final ExtrinsicSpec NOTHING = new ExtrinsicSpec(HASH, 0);

  private static WorkItem item(int exports, List<ImportSpec> imports, List<ExtrinsicSpec> data) {
    return new WorkItem(1, HASH, 1, 1, exports, Bytes.EMPTY, imports, data);
  }

  private static WorkItem payload(int size) {
    return new WorkItem(1, HASH, 1, 1, 0, Bytes.wrap(new byte[size]), List.of(), List.of());
  }

  private static WorkItem gas(long refine, long accumulate) {
    return new WorkItem(1, HASH, refine, accumulate, 0, Bytes.EMPTY, List.of(), List.of());
  }

  private static WorkPackage of(WorkItem... items) {
    return of(0, Bytes.EMPTY, Bytes.EMPTY, items);
  }

  private static WorkPackage of(int prerequisites, Bytes token, Bytes config, WorkItem... items) {
    List<Hash> before = IntStream.range(0, prerequisites).mapToObj(i -> HASH).toList();
    RefineContext context = new RefineContext(HASH, HASH, HASH, HASH, 0, before);
    return new WorkPackage(7, HASH, context, token, config, List.of(items));
  }

  private static void assertGood(WorkPackage workPackage) {
    assertEquals(Optional.empty(), WorkPackageRules.fault(TINY, workPackage));
  }

  private static void assertFault(String what, WorkPackage workPackage) {
    assertEquals(Optional.of(what), WorkPackageRules.fault(TINY, workPackage));
  }

  @Test
  void imports() {
    List<ImportSpec> half = Collections.nCopies(TINY.maxPackageImports() / 2, IMPORT);
    assertGood(of(item(0, half, List.of()), item(0, half, List.of())));
    assertFault(
        "3073 imported segments",
        of(
            item(0, half, List.of()),
            item(0, half, List.of()),
            item(0, List.of(IMPORT), List.of())));
  }

  @Test
  void exports() {
    assertGood(of(item(3000, List.of(), List.of()), item(72, List.of(), List.of())));
    assertFault(
        "3073 exported segments",
        of(item(3000, List.of(), List.of()), item(73, List.of(), List.of())));
  }

  @Test
  void extrinsics() {
    List<ExtrinsicSpec> half = Collections.nCopies(64, NOTHING);
    assertGood(of(item(0, List.of(), half), item(0, List.of(), half)));
    assertFault(
        "129 extrinsics",
        of(
            item(0, List.of(), half),
            item(0, List.of(), half),
            item(0, List.of(), List.of(NOTHING))));
  }

  /** J bounds prerequisites and the packages imported from together. */
  @Test
  void dependencies() {
    List<ImportSpec> fromTwo =
        List.of(
            new ImportSpec(HASH, true, 0),
            new ImportSpec(HASH, true, 1),
            new ImportSpec(Hash.ZERO, true, 0),
            IMPORT);
    assertGood(of(6, Bytes.EMPTY, Bytes.EMPTY, item(0, fromTwo, List.of())));
    assertFault("9 dependencies", of(7, Bytes.EMPTY, Bytes.EMPTY, item(0, fromTwo, List.of())));
  }

  /** W_B: token, configuration, payloads, extrinsics, and 4104 + 12 * 32 octets an import. */
  @Test
  void size() {
    Bytes token = Bytes.wrap(new byte[10]);
    Bytes config = Bytes.wrap(new byte[20]);
    int importing = 2 * (4104 + 384);
    List<ImportSpec> two = List.of(IMPORT, IMPORT);
    long left = TINY.maxBundleSize() - 10L - 20 - 30 - importing;
    ExtrinsicSpec rest = new ExtrinsicSpec(HASH, left);
    assertGood(of(0, token, config, payload(30), item(0, two, List.of(rest))));
    assertFault(
        "a bundle of 13791361 octets",
        of(0, token, config, payload(31), item(0, two, List.of(rest))));
    assertFault(
        "a bundle of 13791361 octets",
        of(0, token, config, payload(30), item(0, two, List.of(rest, new ExtrinsicSpec(HASH, 1)))));
    assertTrue(
        WorkPackageRules.fault(
                TINY,
                of(
                    item(
                        0,
                        List.of(),
                        Collections.nCopies(128, new ExtrinsicSpec(HASH, -1L >>> 32)))))
            .isPresent());
  }

  @Test
  void gas() {
    assertGood(of(gas(500_000_000, 5_000_000), gas(499_999_999, 4_999_999)));
    assertFault("1000000000 gas to refine", of(gas(500_000_000, 1), gas(500_000_000, 1)));
    assertFault("10000000 gas to accumulate", of(gas(1, 5_000_000), gas(1, 5_000_000)));
    assertFault("18446744073709551616 gas to refine", of(gas(-1, 1), gas(1, 1)));
  }

  @Test
  void hashes() {
    WorkPackage workPackage = of(0, Bytes.EMPTY, Bytes.fromHex("0102"), payload(1));
    assertEquals(
        Blake2b.hash(WorkPackage.CODEC.encode(workPackage)), WorkPackageRules.hash(workPackage));
    assertEquals(
        Blake2b.hash(Bytes.fromHex(HASH + "0102")), WorkPackageRules.authorizer(workPackage));
  }
}

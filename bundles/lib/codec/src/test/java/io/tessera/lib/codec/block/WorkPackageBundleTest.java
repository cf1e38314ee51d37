package io.tessera.lib.codec.block;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.CodecException;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A bundle has no lengths but those of the paths. */
class WorkPackageBundleTest {
  private static final ProtocolParameters TINY = ProtocolParameters.TINY;
  private static final Codec<WorkPackageBundle> CODEC = WorkPackageBundle.codec(TINY);
  private static final Hash HASH = Hash.fromHex("11".repeat(32));

  private static WorkItem item(List<ImportSpec> imports, List<ExtrinsicSpec> extrinsics) {
    return new WorkItem(1, HASH, 2, 3, 4, Bytes.fromHex("05"), imports, extrinsics);
  }

  private static WorkPackage workPackage(WorkItem... items) {
    RefineContext context = new RefineContext(HASH, HASH, HASH, HASH, 6, List.of());
    return new WorkPackage(7, HASH, context, Bytes.EMPTY, Bytes.EMPTY, List.of(items));
  }

  private static String hex(WorkPackage workPackage) {
    return Bytes.wrap(WorkPackage.CODEC.encode(workPackage)).toHex();
  }

  private static byte[] bytes(String hex) {
    return Bytes.fromHex(hex).toByteArray();
  }

  @Test
  void itIsThePackageThenItsDataInOrder() {
    ImportSpec first = new ImportSpec(HASH, false, 0);
    ImportSpec second = new ImportSpec(HASH, true, 1);
    WorkPackage workPackage =
        workPackage(
            item(List.of(first), List.of(new ExtrinsicSpec(HASH, 2))),
            item(List.of(second), List.of(new ExtrinsicSpec(HASH, 0), new ExtrinsicSpec(HASH, 1))));
    assertEquals(List.of(first, second), workPackage.imports());
    assertEquals(3, workPackage.extrinsicBytes());
    String segments = "5a".repeat(4104) + "5b".repeat(4104);
    String hex = hex(workPackage) + "a0a1" + "b0" + segments + "00" + "02" + "22".repeat(32) + HASH;
    WorkPackageBundle bundle =
        new WorkPackageBundle(
            workPackage,
            List.of(Bytes.fromHex("a0a1"), Bytes.EMPTY, Bytes.fromHex("b0")),
            List.of(Bytes.fromHex("5a".repeat(4104)), Bytes.fromHex("5b".repeat(4104))),
            List.of(List.of(), List.of(Hash.fromHex("22".repeat(32)), HASH)));
    assertTrue(hex.equals(Bytes.wrap(CODEC.encode(bundle)).toHex()));
    assertEquals(bundle, CODEC.decode(bytes(hex)));
  }

  @Test
  void dataIsNoLongerThanTheBundle() {
    WorkPackage huge = workPackage(item(List.of(), List.of(new ExtrinsicSpec(HASH, 0xffff_ffffL))));
    assertThrows(CodecException.class, () -> CODEC.decode(bytes(hex(huge) + "00")));
    WorkPackage importing = workPackage(item(List.of(new ImportSpec(HASH, false, 0)), List.of()));
    assertThrows(CodecException.class, () -> CODEC.decode(bytes(hex(importing) + "00")));
  }

  @Test
  void aPathIsNoLongerThanTheTreeIsDeep() {
    assertEquals(12, WorkPackageBundle.maxProofLength(TINY));
    WorkPackage importing = workPackage(item(List.of(new ImportSpec(HASH, false, 0)), List.of()));
    String data = hex(importing) + "00".repeat(4104);
    CODEC.decode(bytes(data + "0c" + "00".repeat(12 * 32)));
    assertThrows(
        CodecException.class, () -> CODEC.decode(bytes(data + "0d" + "00".repeat(13 * 32))));
  }
}

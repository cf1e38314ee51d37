package io.tessera.operator.telemetry;

import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.block.ExtrinsicSpec;
import io.tessera.lib.codec.block.ImportSpec;
import io.tessera.lib.codec.block.WorkItem;
import io.tessera.lib.codec.block.WorkPackage;
import io.tessera.lib.crypto.Blake2b;
import java.util.List;

/** JIP-3's "Work-Package Outline". */
record WorkPackageOutline(
    long size,
    Hash hash,
    Hash anchor,
    long lookupAnchorSlot,
    List<Hash> prerequisites,
    List<Item> items) {

  /** JIP-3's "Work-Item Outline". */
  record Item(
      long service,
      long payload,
      long refineGas,
      long accumulateGas,
      long extrinsics,
      List<ImportSpec> imports,
      int exports) {

    private static Item of(WorkItem item) {
      return new Item(
          item.service(),
          item.payload().size(),
          item.refineGasLimit(),
          item.accumulateGasLimit(),
          item.extrinsic().stream().mapToLong(ExtrinsicSpec::length).sum(),
          item.importSegments(),
          item.exportCount());
    }

    private void write(Fields out) {
      out.u32(service)
          .u32(payload)
          .u64(refineGas)
          .u64(accumulateGas)
          .u32(extrinsics)
          .list(imports, Item::spec)
          .u16(exports);
    }

    private static void spec(Fields out, ImportSpec spec) {
      out.hash(spec.source()).u16(spec.index() | (spec.sourceIsPackage() ? 1 << 15 : 0));
    }
  }

  static WorkPackageOutline of(WorkPackage workPackage) {
    byte[] encoded = WorkPackage.CODEC.encode(workPackage);
    return new WorkPackageOutline(
        encoded.length,
        Blake2b.hash(encoded),
        workPackage.context().anchor(),
        workPackage.context().lookupAnchorSlot(),
        workPackage.context().prerequisites(),
        workPackage.items().stream().map(Item::of).toList());
  }

  void write(Fields out) {
    out.u32(size)
        .hash(hash)
        .hash(anchor)
        .u32(lookupAnchorSlot)
        .list(prerequisites, Fields::hash)
        .list(items, (fields, item) -> item.write(fields));
  }
}

package io.tessera.operator.telemetry;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Ed25519Signature;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.block.Guarantee;
import io.tessera.lib.codec.block.PackageSpec;
import io.tessera.lib.codec.block.RefineContext;
import io.tessera.lib.codec.block.ValidatorSignature;
import io.tessera.lib.codec.block.WorkItem;
import io.tessera.lib.codec.block.WorkPackage;
import io.tessera.lib.codec.block.WorkReport;
import io.tessera.lib.crypto.Blake2b;
import java.util.List;

/** A work-package and a guarantee of a report about it; neither is valid. */
final class Works {
  static final RefineContext CONTEXT =
      new RefineContext(Hash.ZERO, Hash.ZERO, Hash.ZERO, Hash.ZERO, 3, List.of());
  static final WorkPackage PACKAGE =
      new WorkPackage(
          1,
          Hash.ZERO,
          CONTEXT,
          Bytes.EMPTY,
          Bytes.EMPTY,
          List.of(
              new WorkItem(7, Hash.ZERO, 1, 2, 3, Bytes.fromHex("aabb"), List.of(), List.of())));
  static final Hash PACKAGE_HASH = Blake2b.hash(WorkPackage.CODEC.encode(PACKAGE));
  static final Guarantee GUARANTEE =
      new Guarantee(
          new WorkReport(
              new PackageSpec(PACKAGE_HASH, 100, Hash.ZERO, Hash.ZERO, 0),
              CONTEXT,
              1,
              Hash.ZERO,
              0,
              Bytes.EMPTY,
              List.of(),
              List.of()),
          9,
          List.of(
              new ValidatorSignature(4, Ed25519Signature.wrap(new byte[Ed25519Signature.SIZE]))));

  private Works() {}
}

package io.tessera.lib.codec.block;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.Hash;
import java.util.List;

/**
 * One piece of work for a service (Gray Paper, section "Packages and Items"). Gas limits are
 * unsigned 64-bit numbers.
 *
 * @param service index of the service
 * @param codeHash hash of the service's code
 * @param refineGasLimit most gas for refinement
 * @param accumulateGasLimit most gas for accumulation
 * @param exportCount segments that refinement exports
 * @param payload the service's input
 * @param importSegments segments that refinement reads
 * @param extrinsic blobs that come along with the package
 */
public record WorkItem(
    long service,
    Hash codeHash,
    long refineGasLimit,
    long accumulateGasLimit,
    int exportCount,
    Bytes payload,
    List<ImportSpec> importSegments,
    List<ExtrinsicSpec> extrinsic) {

  /** I: most items in a work-package and most results in a work-report. */
  static final int MAX_ITEMS = 16;

  private static final Codec<List<ImportSpec>> IMPORTS =
      Codec.list("import_segments", ImportSpec.CODEC, ImportSpec.SIZE);
  private static final Codec<List<ExtrinsicSpec>> EXTRINSIC =
      Codec.list("extrinsic", ExtrinsicSpec.CODEC, ExtrinsicSpec.SIZE);

  /** All numbers are of fixed length. */
  public static final Codec<WorkItem> CODEC =
      Codec.of(
          "item",
          in ->
              new WorkItem(
                  in.u32(),
                  Hash.CODEC.decode(in),
                  in.u64(),
                  in.u64(),
                  in.u16(),
                  in.blob(),
                  IMPORTS.decode(in),
                  EXTRINSIC.decode(in)),
          (item, out) -> {
            out.u32(item.service);
            out.bytes(item.codeHash);
            out.u64(item.refineGasLimit);
            out.u64(item.accumulateGasLimit);
            out.u16(item.exportCount);
            out.blob(item.payload);
            IMPORTS.encode(item.importSegments, out);
            EXTRINSIC.encode(item.extrinsic, out);
          });

  /** Fewest bytes of an encoding. */
  static final int MIN_SIZE = 4 + Hash.SIZE + 8 + 8 + 2 + 3;

  /** Takes copies of the lists. */
  public WorkItem {
    importSegments = List.copyOf(importSegments);
    extrinsic = List.copyOf(extrinsic);
  }
}

package io.tessera.lib.codec.block;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.Hash;
import java.util.List;

/**
 * What refining a work-package came to (Gray Paper, section "Work Report"). The fields stand in the
 * order of the serialization.
 *
 * @param packageSpec the package as the availability system knows it
 * @param context the state of the chain it was refined against
 * @param coreIndex the core it was done on
 * @param authorizerHash hash of the authorizer
 * @param authGasUsed gas that authorization used, an unsigned 64-bit number
 * @param authOutput the authorization's trace
 * @param segmentRootLookup segment-roots of the packages it imports from, ascending by package hash
 * @param results one digest an item, at most 16; that there is one is checked on import
 */
public record WorkReport(
    PackageSpec packageSpec,
    RefineContext context,
    int coreIndex,
    Hash authorizerHash,
    long authGasUsed,
    Bytes authOutput,
    List<SegmentRootLookup> segmentRootLookup,
    List<WorkResult> results) {

  /** C is a 16-bit protocol parameter; the rule that the core exists is checked on import. */
  private static final int MAX_CORE = 0xffff;

  private static final Codec<List<SegmentRootLookup>> LOOKUP =
      Ordered.set(
          "segment_root_lookup",
          SegmentRootLookup.CODEC,
          SegmentRootLookup.SIZE,
          SegmentRootLookup::workPackageHash);

  private static final Codec<List<WorkResult>> RESULTS =
      Codec.list("results", WorkResult.CODEC, WorkResult.MIN_SIZE, 0, WorkItem.MAX_ITEMS);

  /** The core's index and the gas used are naturals of variable length. */
  public static final Codec<WorkReport> CODEC =
      Codec.of(
          "report",
          in ->
              new WorkReport(
                  PackageSpec.CODEC.decode(in),
                  RefineContext.CODEC.decode(in),
                  in.natural(MAX_CORE),
                  Hash.CODEC.decode(in),
                  in.natural(),
                  in.blob(),
                  LOOKUP.decode(in),
                  RESULTS.decode(in)),
          (report, out) -> {
            PackageSpec.CODEC.encode(report.packageSpec, out);
            RefineContext.CODEC.encode(report.context, out);
            out.natural(report.coreIndex);
            out.bytes(report.authorizerHash);
            out.natural(report.authGasUsed);
            out.blob(report.authOutput);
            LOOKUP.encode(report.segmentRootLookup, out);
            RESULTS.encode(report.results, out);
          });

  /** Fewest bytes of an encoding. */
  static final int MIN_SIZE = PackageSpec.SIZE + RefineContext.MIN_SIZE + 1 + Hash.SIZE + 4;

  /** Takes copies of the lists. */
  public WorkReport {
    segmentRootLookup = List.copyOf(segmentRootLookup);
    results = List.copyOf(results);
  }
}

package io.tessera.lib.codec.state;

import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.block.WorkReport;

/**
 * A report that is not available yet.
 *
 * @param report the report
 * @param slot the time slot of the block that brought it
 */
public record PendingReport(WorkReport report, long slot) {
  /** The report, the slot in four bytes. */
  public static final Codec<PendingReport> CODEC =
      Codec.of(
          "pending_report",
          in -> new PendingReport(WorkReport.CODEC.decode(in), in.u32()),
          (pending, out) -> {
            WorkReport.CODEC.encode(pending.report, out);
            out.u32(pending.slot);
          });
}

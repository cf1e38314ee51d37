package io.tessera.lib.codec.state;

import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.WorkReport;
import java.util.List;

/**
 * A report that is available and waits for others to be accumulated (Gray Paper, section "History
 * and Queuing").
 *
 * @param report the report
 * @param dependencies hashes of the work-packages it waits for, ascending
 */
public record ReadyReport(WorkReport report, List<Hash> dependencies) {
  /** The report, then the dependencies with their number before them. */
  public static final Codec<ReadyReport> CODEC =
      Codec.of(
          "ready_report",
          in -> new ReadyReport(WorkReport.CODEC.decode(in), HashLists.CODEC.decode(in)),
          (ready, out) -> {
            WorkReport.CODEC.encode(ready.report, out);
            HashLists.CODEC.encode(ready.dependencies, out);
          });

  /** A report alone has more bytes than this: bounds what a length can claim. */
  private static final int MIN_SIZE = 8 * Hash.SIZE;

  /** Takes a copy of the list. */
  public ReadyReport {
    dependencies = List.copyOf(dependencies);
  }

  /** The codec of the whole queue: a list for each of an epoch's E slots. */
  public static Codec<List<List<ReadyReport>>> queueCodec(ProtocolParameters parameters) {
    return Codec.array(
        "ready_queue", Codec.list("slot", CODEC, MIN_SIZE), parameters.epochLength());
  }
}

package io.tessera.lib.codec.state;

import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.JamReader;
import io.tessera.lib.codec.JamWriter;
import io.tessera.lib.codec.ProtocolParameters;
import java.util.List;
import java.util.Optional;

/**
 * ρ: the report that is pending on each core, if there is one (Gray Paper, section "Reporting and
 * Assurance", "State").
 *
 * @param cores one entry a core
 */
public record PendingReports(List<Optional<PendingReport>> cores) {

  private static final Codec<Optional<PendingReport>> CORE =
      Codec.of("core", PendingReports::read, PendingReports::write);

  /** Takes a copy of the list. */
  public PendingReports {
    cores = List.copyOf(cores);
  }

  /** The codec for a chain of C cores: one byte, 0 or 1, and the report if there is one. */
  public static Codec<PendingReports> codec(ProtocolParameters parameters) {
    Codec<List<Optional<PendingReport>>> cores = Codec.array("cores", CORE, parameters.cores());
    return Codec.of(
        "pending_reports",
        in -> new PendingReports(cores.decode(in)),
        (reports, out) -> cores.encode(reports.cores, out));
  }

  /** The report pending on a core. */
  public Optional<PendingReport> on(int core) {
    return cores.get(core);
  }

  private static Optional<PendingReport> read(JamReader in) {
    return in.optional(PendingReport.CODEC);
  }

  private static void write(Optional<PendingReport> pending, JamWriter out) {
    out.optional(PendingReport.CODEC, pending);
  }
}

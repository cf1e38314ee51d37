package io.tessera.work;

import io.tessera.lib.codec.BandersnatchSignature;
import io.tessera.lib.codec.Codec;
import java.util.List;

/**
 * Why an auditor must audit what it announces (JAMNP-S, "CE 144", {@code Evidence}). The encoding
 * does not tell which kind it is: the tranche does.
 */
public sealed interface AuditEvidence {

  /**
   * For tranche 0.
   *
   * @param signature s_0, whose output selects the reports; 96 bytes
   */
  record First(BandersnatchSignature signature) implements AuditEvidence {
    /** The signature as it is. */
    public static final Codec<First> CODEC =
        Codec.of(
            "evidence",
            in -> new First(BandersnatchSignature.CODEC.decode(in)),
            (first, out) -> out.bytes(first.signature));
  }

  /**
   * For any other tranche.
   *
   * @param reports one entry for each announced report, in the same order
   */
  record Later(List<ForReport> reports) implements AuditEvidence {
    /** Takes a copy of the list. */
    public Later {
      reports = List.copyOf(reports);
    }

    /**
     * The codec for so many announced reports: the entries one after another.
     *
     * @param count of the reports that are announced
     */
    public static Codec<Later> codec(int count) {
      Codec<List<ForReport>> entries = Codec.array("evidence", ForReport.CODEC, count);
      return Codec.of(
          "evidence",
          in -> new Later(entries.decode(in)),
          (later, out) -> entries.encode(later.reports, out));
    }
  }

  /**
   * Why one report must be audited in a later tranche.
   *
   * @param signature s_n(w), whose output says how many no-shows suffice; 96 bytes
   * @param noShows no two of one auditor
   */
  record ForReport(BandersnatchSignature signature, List<NoShow> noShows) {
    private static final Codec<List<NoShow>> NO_SHOWS =
        Codec.list("no-shows", NoShow.CODEC, NoShow.MIN_SIZE);

    /** The signature, the no-shows with their number before them. */
    public static final Codec<ForReport> CODEC =
        Codec.of(
            "evidence for a report",
            in -> new ForReport(BandersnatchSignature.CODEC.decode(in), NO_SHOWS.decode(in)),
            (entry, out) -> {
              out.bytes(entry.signature);
              NO_SHOWS.encode(entry.noShows, out);
            });

    /** Takes a copy of the list. */
    public ForReport {
      noShows = List.copyOf(noShows);
    }
  }
}

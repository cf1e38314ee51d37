package io.tessera.work;

import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.Ed25519Signature;
import java.util.List;

/**
 * Which work-reports an auditor will audit, signed: {@code Announcement} of JAMNP-S, "CE 144". It
 * names neither block nor tranche nor auditor, though the signature depends on all three.
 *
 * @param reports none of a core twice
 * @param signature S of the Gray Paper's section "Selection of Reports"
 */
public record AuditStatement(List<AuditedReport> reports, Ed25519Signature signature) {
  /** Fewest bytes of an encoding. */
  public static final int MIN_SIZE = 1 + Ed25519Signature.SIZE;

  /** C is a 16-bit parameter. */
  private static final int MOST_CORES = 0xffff;

  private static final Codec<List<AuditedReport>> REPORTS =
      Codec.list("reports", AuditedReport.CODEC, AuditedReport.SIZE, 0, MOST_CORES);

  /** The reports with their number before them, the signature. */
  public static final Codec<AuditStatement> CODEC =
      Codec.of(
          "announcement",
          in -> new AuditStatement(REPORTS.decode(in), Ed25519Signature.CODEC.decode(in)),
          (statement, out) -> {
            REPORTS.encode(statement.reports, out);
            out.bytes(statement.signature);
          });

  /** Takes a copy of the list. */
  public AuditStatement {
    reports = List.copyOf(reports);
  }

  /** Largest encoding in bytes on a chain of so many cores. */
  public static int maxSize(int cores) {
    return MIN_SIZE + 3 + cores * AuditedReport.SIZE;
  }
}

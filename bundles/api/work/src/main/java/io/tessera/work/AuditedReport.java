package io.tessera.work;

import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.Hash;

/**
 * A work-report that an auditor announces to audit.
 *
 * @param core its core, of 16 bits
 * @param report Blake2b hash of its encoding
 */
public record AuditedReport(int core, Hash report) {
  /** Size of the encoding in bytes. */
  public static final int SIZE = 2 + Hash.SIZE;

  /** The core in two bytes, the hash. */
  public static final Codec<AuditedReport> CODEC =
      Codec.of(
          "audited report",
          in -> new AuditedReport(in.u16(), Hash.CODEC.decode(in)),
          (audited, out) -> {
            out.u16(audited.core);
            out.bytes(audited.report);
          });
}

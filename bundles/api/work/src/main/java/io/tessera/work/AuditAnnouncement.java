package io.tessera.work;

import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.Hash;

/**
 * An auditor's announcement of what it audits, with the evidence that it must (JAMNP-S, "CE 144").
 *
 * @param claim who audits what
 * @param evidence of the kind that the tranche asks for
 */
public record AuditAnnouncement(Claim claim, AuditEvidence evidence) {

  /**
   * The first message.
   *
   * @param block hash of the header of the block in which the reports became available
   * @param tranche of 8 bits
   * @param statement what is audited, signed
   */
  public record Claim(Hash block, int tranche, AuditStatement statement) {
    /** The hash, the tranche in one byte, the statement. */
    public static final Codec<Claim> CODEC =
        Codec.of(
            "claim",
            in -> new Claim(Hash.CODEC.decode(in), in.u8(), AuditStatement.CODEC.decode(in)),
            (claim, out) -> {
              out.bytes(claim.block);
              out.u8(claim.tranche);
              AuditStatement.CODEC.encode(claim.statement, out);
            });

    /** Largest encoding in bytes on a chain of so many cores. */
    public static int maxSize(int cores) {
      return Hash.SIZE + 1 + AuditStatement.maxSize(cores);
    }
  }
}

package io.tessera.work;

import io.tessera.lib.codec.Codec;

/**
 * An auditor that announced in the tranche before to audit a report, and whose judgment another one
 * has not seen (JAMNP-S, "CE 144", {@code No-Show}).
 *
 * @param validator the auditor's index among the auditors of the block, of 16 bits
 * @param statement what it announced
 */
public record NoShow(int validator, AuditStatement statement) {
  /** Fewest bytes of an encoding. */
  public static final int MIN_SIZE = 2 + AuditStatement.MIN_SIZE;

  /** The index in two bytes, the statement. */
  public static final Codec<NoShow> CODEC =
      Codec.of(
          "no-show",
          in -> new NoShow(in.u16(), AuditStatement.CODEC.decode(in)),
          (noShow, out) -> {
            out.u16(noShow.validator);
            AuditStatement.CODEC.encode(noShow.statement, out);
          });
}

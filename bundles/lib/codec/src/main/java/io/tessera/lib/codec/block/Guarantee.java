package io.tessera.lib.codec.block;

import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.JamWriter;
import java.util.List;

/**
 * A work-report that two or three guarantors answer for (Gray Paper, section "Work Report
 * Guarantees").
 *
 * @param report the work-report
 * @param slot the time slot that decides which validators were assigned to the core
 * @param signatures the credential; in a valid block two or three, ordered by validator index
 */
public record Guarantee(WorkReport report, long slot, List<ValidatorSignature> signatures) {
  private static final Codec<List<ValidatorSignature>> SIGNATURES =
      Codec.list("signatures", ValidatorSignature.CODEC, ValidatorSignature.SIZE);

  /** The report, the slot in four bytes, the credential with its length. */
  public static final Codec<Guarantee> CODEC =
      Codec.of(
          "guarantee",
          in -> new Guarantee(WorkReport.CODEC.decode(in), in.u32(), SIGNATURES.decode(in)),
          (guarantee, out) -> {
            WorkReport.CODEC.encode(guarantee.report, out);
            guarantee.encodeStatement(out);
          });

  /** Fewest bytes of an encoding. */
  static final int MIN_SIZE = WorkReport.MIN_SIZE + 4 + 1;

  /** Takes a copy of the list. */
  public Guarantee {
    signatures = List.copyOf(signatures);
  }

  /**
   * Appends all but the report: the slot and the credential. The extrinsic hash commits to these
   * next to the report's hash.
   */
  public void encodeStatement(JamWriter out) {
    out.u32(slot);
    SIGNATURES.encode(signatures, out);
  }
}

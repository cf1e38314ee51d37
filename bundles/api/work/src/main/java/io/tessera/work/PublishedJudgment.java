package io.tessera.work;

import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.Ed25519Signature;
import io.tessera.lib.codec.Hash;

/**
 * An auditor's judgment of a work-report, as it is published (JAMNP-S, "CE 145"; Gray Paper,
 * sections "Auditing and Judging" and "Disputes, Verdicts and Judgments").
 *
 * @param epoch index of the epoch whose validators audit the report, of 32 bits: the age of a
 *     verdict
 * @param validator the auditor's index among them, of 16 bits
 * @param valid whether the auditor found the report valid
 * @param report Blake2b hash of the report's encoding
 * @param signature by its Ed25519 key, of {@code jam_valid} or {@code jam_invalid ++ report}
 */
public record PublishedJudgment(
    long epoch, int validator, boolean valid, Hash report, Ed25519Signature signature) {
  /** Size of the encoding in bytes. */
  public static final int SIZE = 4 + 2 + 1 + Hash.SIZE + Ed25519Signature.SIZE;

  /** The epoch in four bytes, the index in two, 0 or 1, the hash, the signature. */
  public static final Codec<PublishedJudgment> CODEC =
      Codec.of(
          "judgment",
          in ->
              new PublishedJudgment(
                  in.u32(),
                  in.u16(),
                  in.bool(),
                  Hash.CODEC.decode(in),
                  Ed25519Signature.CODEC.decode(in)),
          (judgment, out) -> {
            out.u32(judgment.epoch);
            out.u16(judgment.validator);
            out.bool(judgment.valid);
            out.bytes(judgment.report);
            out.bytes(judgment.signature);
          });
}

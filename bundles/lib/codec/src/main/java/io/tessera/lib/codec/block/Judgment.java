package io.tessera.lib.codec.block;

import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.Ed25519Signature;

/**
 * An auditor's judgment of a work-report.
 *
 * @param vote whether it found the report valid
 * @param index the auditor's index among the validators of the verdict's epoch
 * @param signature by its Ed25519 key
 */
public record Judgment(boolean vote, int index, Ed25519Signature signature) {
  /** The vote in one byte, the index in two, the signature. */
  public static final Codec<Judgment> CODEC =
      Codec.of(
          "vote",
          in -> new Judgment(in.bool(), in.u16(), Ed25519Signature.CODEC.decode(in)),
          (judgment, out) -> {
            out.bool(judgment.vote);
            out.u16(judgment.index);
            out.bytes(judgment.signature);
          });

  /** Bytes of an encoding. */
  static final int SIZE = 1 + 2 + Ed25519Signature.SIZE;
}

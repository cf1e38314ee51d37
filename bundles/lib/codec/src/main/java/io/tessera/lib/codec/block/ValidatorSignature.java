package io.tessera.lib.codec.block;

import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.Ed25519Signature;

/**
 * A guarantor's signature under a work-report: one part of a guarantee's credential.
 *
 * @param validatorIndex the guarantor's index among the validators
 * @param signature by its Ed25519 key
 */
public record ValidatorSignature(int validatorIndex, Ed25519Signature signature) {
  /** The index in two bytes, then the signature. */
  public static final Codec<ValidatorSignature> CODEC =
      Codec.of(
          "signature",
          in -> new ValidatorSignature(in.u16(), Ed25519Signature.CODEC.decode(in)),
          (part, out) -> {
            out.u16(part.validatorIndex);
            out.bytes(part.signature);
          });

  /** Bytes of an encoding. */
  static final int SIZE = 2 + Ed25519Signature.SIZE;
}

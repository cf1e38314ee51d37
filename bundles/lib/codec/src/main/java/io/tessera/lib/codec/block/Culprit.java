package io.tessera.lib.codec.block;

import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.Ed25519Signature;
import io.tessera.lib.codec.Hash;

/**
 * A validator that guaranteed a work-report found to be invalid.
 *
 * @param target hash of the report
 * @param key the validator's Ed25519 key
 * @param signature its guarantee
 */
public record Culprit(Hash target, Ed25519Public key, Ed25519Signature signature) {
  /** The three fields as they are. */
  public static final Codec<Culprit> CODEC =
      Codec.of(
          "culprit",
          in ->
              new Culprit(
                  Hash.CODEC.decode(in),
                  Ed25519Public.CODEC.decode(in),
                  Ed25519Signature.CODEC.decode(in)),
          (culprit, out) -> {
            out.bytes(culprit.target);
            out.bytes(culprit.key);
            out.bytes(culprit.signature);
          });

  /** Bytes of an encoding. */
  static final int SIZE = Hash.SIZE + Ed25519Public.SIZE + Ed25519Signature.SIZE;
}

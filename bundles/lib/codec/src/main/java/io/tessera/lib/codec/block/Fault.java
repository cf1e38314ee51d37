package io.tessera.lib.codec.block;

import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.Ed25519Signature;
import io.tessera.lib.codec.Hash;

/**
 * A validator whose judgment contradicts the verdict.
 *
 * @param target hash of the judged work-report
 * @param vote what the validator had judged
 * @param key the validator's Ed25519 key
 * @param signature its judgment
 */
public record Fault(Hash target, boolean vote, Ed25519Public key, Ed25519Signature signature) {
  /** The four fields, the vote in one byte. */
  public static final Codec<Fault> CODEC =
      Codec.of(
          "fault",
          in ->
              new Fault(
                  Hash.CODEC.decode(in),
                  in.bool(),
                  Ed25519Public.CODEC.decode(in),
                  Ed25519Signature.CODEC.decode(in)),
          (fault, out) -> {
            out.bytes(fault.target);
            out.bool(fault.vote);
            out.bytes(fault.key);
            out.bytes(fault.signature);
          });

  /** Bytes of an encoding. */
  static final int SIZE = Hash.SIZE + 1 + Ed25519Public.SIZE + Ed25519Signature.SIZE;
}

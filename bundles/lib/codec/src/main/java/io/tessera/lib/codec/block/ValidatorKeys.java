package io.tessera.lib.codec.block;

import io.tessera.lib.codec.BandersnatchPublic;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.Ed25519Public;

/**
 * The two keys by which an epoch mark announces a validator.
 *
 * @param bandersnatch seals blocks and proves tickets
 * @param ed25519 signs statements and identifies the validator as a peer
 */
public record ValidatorKeys(BandersnatchPublic bandersnatch, Ed25519Public ed25519) {
  /** Both keys, in this order. */
  public static final Codec<ValidatorKeys> CODEC =
      Codec.of(
          "validator",
          in ->
              new ValidatorKeys(
                  BandersnatchPublic.CODEC.decode(in), Ed25519Public.CODEC.decode(in)),
          (keys, out) -> {
            out.bytes(keys.bandersnatch);
            out.bytes(keys.ed25519);
          });
}

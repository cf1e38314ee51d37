package io.tessera.lib.codec.state;

import io.tessera.lib.codec.BandersnatchPublic;
import io.tessera.lib.codec.BlsPublic;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.ProtocolParameters;
import java.util.List;

/**
 * A validator's keys: 336 bytes (Gray Paper, section "Key Rotation").
 *
 * @param bandersnatch seals blocks and proves tickets
 * @param ed25519 signs statements and identifies the validator as a peer
 * @param bls signs Beefy commitments
 * @param metadata 128 bytes, of which the first 18 are the validator's network address
 */
public record ValidatorData(
    BandersnatchPublic bandersnatch, Ed25519Public ed25519, BlsPublic bls, Bytes metadata) {

  /** Bytes of the metadata. */
  public static final int METADATA_SIZE = 128;

  /** Zeroes: stands for a validator that was found to have misbehaved. */
  public static final ValidatorData NULL =
      new ValidatorData(
          BandersnatchPublic.wrap(new byte[BandersnatchPublic.SIZE]),
          Ed25519Public.wrap(new byte[Ed25519Public.SIZE]),
          BlsPublic.wrap(new byte[BlsPublic.SIZE]),
          Bytes.wrap(new byte[METADATA_SIZE]));

  /** The four fields as they are. */
  public static final Codec<ValidatorData> CODEC =
      Codec.of(
          "validator",
          in ->
              new ValidatorData(
                  BandersnatchPublic.CODEC.decode(in),
                  Ed25519Public.CODEC.decode(in),
                  BlsPublic.CODEC.decode(in),
                  Bytes.wrap(in.bytes(METADATA_SIZE))),
          (validator, out) -> {
            out.bytes(validator.bandersnatch);
            out.bytes(validator.ed25519);
            out.bytes(validator.bls);
            out.bytes(validator.metadata);
          });

  /**
   * Checks the metadata's size.
   *
   * @throws IllegalArgumentException when it is not 128 bytes
   */
  public ValidatorData {
    if (metadata.size() != METADATA_SIZE) {
      throw new IllegalArgumentException("metadata of " + metadata.size() + " bytes");
    }
  }

  /** The codec of all V validators of a set. */
  public static Codec<List<ValidatorData>> setCodec(ProtocolParameters parameters) {
    return Codec.array("validators", CODEC, parameters.validators());
  }
}

package io.tessera.work;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.CodecException;
import io.tessera.lib.codec.Ed25519Signature;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.JamReader;
import io.tessera.lib.codec.JamWriter;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.Assurance;
import io.tessera.lib.crypto.Blake2b;
import java.nio.charset.StandardCharsets;

/**
 * An assurance as it travels (JAMNP-S, "CE 141: Assurance distribution"): {@code Anchor ++ Bitfield
 * ++ Ed25519 Signature}. Whose it is, the connection tells that it comes from.
 *
 * @param anchor hash of the header of the block that the next one is to be built on
 * @param bitfield one bit a core, the lowest bit of the first byte for core 0
 * @param signature by the assurer's Ed25519 key
 */
public record SignedAssurance(Hash anchor, Bytes bitfield, Ed25519Signature signature) {
  private static final byte[] AVAILABLE = "jam_available".getBytes(StandardCharsets.US_ASCII);

  /** The codec for a chain of C cores: unused bits of the bitfield are zero. */
  public static Codec<SignedAssurance> codec(ProtocolParameters parameters) {
    return Codec.of(
        "assurance",
        in ->
            new SignedAssurance(
                Hash.CODEC.decode(in), bitfield(parameters, in), Ed25519Signature.CODEC.decode(in)),
        (assurance, out) -> {
          out.bytes(assurance.anchor);
          out.bytes(assurance.bitfield);
          out.bytes(assurance.signature);
        });
  }

  /** Size of the encoding in bytes. */
  public static int size(ProtocolParameters parameters) {
    return Hash.SIZE + parameters.availabilityBitfieldBytes() + Ed25519Signature.SIZE;
  }

  /**
   * What an assurer signs: X_A, and the hash of anchor and bitfield (Gray Paper, section "The
   * Assurances Extrinsic").
   */
  public static byte[] message(Hash anchor, Bytes bitfield) {
    JamWriter message = new JamWriter();
    message.bytes(AVAILABLE);
    message.bytes(Blake2b.hash(anchor, bitfield));
    return message.toByteArray();
  }

  /** The assurance that a block brings, of the validator with an index. */
  public Assurance by(int validator) {
    return new Assurance(anchor, bitfield, validator, signature);
  }

  private static Bytes bitfield(ProtocolParameters parameters, JamReader in) throws CodecException {
    Bytes bits = Bytes.wrap(in.bytes(parameters.availabilityBitfieldBytes()));
    int unused = 8 * bits.size() - parameters.cores();
    if (bits.get(bits.size() - 1) >>> (8 - unused) != 0) {
      throw in.failAt(
          in.offset() - 1, "bits of the bitfield beyond core " + (parameters.cores() - 1));
    }
    return bits;
  }
}

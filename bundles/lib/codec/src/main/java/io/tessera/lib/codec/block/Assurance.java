package io.tessera.lib.codec.block;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.Ed25519Signature;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.JamReader;
import io.tessera.lib.codec.JamWriter;
import io.tessera.lib.codec.ProtocolParameters;

/**
 * A validator's word that it holds its shards of the reports pending on some cores (Gray Paper,
 * section "Package Availability Assurances").
 *
 * @param anchor hash of the parent's header
 * @param bitfield one bit a core, the lowest bit of the first byte for core 0
 * @param validatorIndex the assurer's index among the validators
 * @param signature by its Ed25519 key
 */
public record Assurance(
    Hash anchor, Bytes bitfield, int validatorIndex, Ed25519Signature signature) {

  /**
   * The codec for a chain of C cores: the bitfield takes ceil(C/8) bytes and its unused bits are
   * zero.
   */
  public static Codec<Assurance> codec(ProtocolParameters parameters) {
    return Codec.of(
        "assurance",
        in ->
            new Assurance(
                Hash.CODEC.decode(in),
                bitfield(parameters, in),
                in.u16(),
                Ed25519Signature.CODEC.decode(in)),
        Assurance::encode);
  }

  /** Whether the validator assures the report on {@code core}. */
  public boolean assures(int core) {
    return (bitfield.get(core / 8) >>> (core % 8) & 1) == 1;
  }

  static int size(ProtocolParameters parameters) {
    return Hash.SIZE + parameters.availabilityBitfieldBytes() + 2 + Ed25519Signature.SIZE;
  }

  /** Every assurance can be written without knowing the parameters: the bitfield has its size. */
  static void encode(Assurance assurance, JamWriter out) {
    out.bytes(assurance.anchor);
    out.bytes(assurance.bitfield);
    out.u16(assurance.validatorIndex);
    out.bytes(assurance.signature);
  }

  private static Bytes bitfield(ProtocolParameters parameters, JamReader in) {
    Bytes bits = Bytes.wrap(in.bytes(parameters.availabilityBitfieldBytes()));
    int unused = 8 * bits.size() - parameters.cores();
    if (bits.get(bits.size() - 1) >>> (8 - unused) != 0) {
      throw in.failAt(
          in.offset() - 1, "bits of the bitfield beyond core " + (parameters.cores() - 1));
    }
    return bits;
  }
}

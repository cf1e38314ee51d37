package io.tessera.lib.crypto.bandersnatch;

import io.tessera.lib.codec.Hash;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.Optional;

/**
 * Signatures that are a verifiable random function of their input like those of {@link IetfVrf},
 * under a commitment to the key instead of the key (Bandersnatch VRF specification, section 3):
 * half of a ring signature, whose other half shows that the commitment is to one of the ring's
 * keys.
 *
 * <p>192 bytes: the output point, the commitment, R, O_k (32 bytes each), and the responses s and
 * s_b.
 */
public final class PedersenVrf {
  /** Length of a signature in bytes. */
  public static final int SIZE = 192;

  private static final int COMMITMENT = 32;
  private static final int R = 64;
  private static final int OK = 96;
  private static final int S = 128;
  private static final int SB = 160;

  private PedersenVrf() {}

  /**
   * What a valid signature says.
   *
   * @param commitment the blinded key: the key plus the blinding factor times {@link
   *     BandersnatchPoint#BLINDING_BASE}
   * @param output the first 32 bytes of the output
   */
  public record Verified(BandersnatchPoint commitment, Hash output) {}

  /**
   * Signs, in constant time.
   *
   * @param blinding the blinding factor: 32 bytes, lowest first, taken modulo r; secret, and never
   *     used for two keys
   */
  public static byte[] sign(BandersnatchKeyPair key, byte[] blinding, byte[] input, byte[] aux) {
    byte[] b = Fr.encode(Fr.reduce(blinding, 0));
    BandersnatchPoint blinded =
        BandersnatchKeyPair.multiples(BandersnatchPoint.BLINDING_BASE, b)[0];
    byte[] commitment = key.publicPoint().plus(blinded).encode();
    return sign(key, blinding, input, aux, commitment, aux);
  }

  /**
   * Signs with the specification's nonces, for test vectors only: two such signatures of one input
   * give the secret away (see {@link Suite#nonce}).
   */
  static byte[] signAsSpecified(
      BandersnatchKeyPair key, byte[] blinding, byte[] input, byte[] aux) {
    return sign(key, blinding, input, aux, new byte[0][]);
  }

  private static byte[] sign(
      BandersnatchKeyPair key, byte[] blinding, byte[] input, byte[] aux, byte[]... besides) {
    BandersnatchPoint inputPoint = BandersnatchPoint.hashToCurve(input);
    byte[] encodedInput = inputPoint.encode();
    long[] b = Fr.reduce(blinding, 0);
    long[] k = Suite.nonce(key.encodedSecret(), encodedInput, besides);
    long[] kb = Suite.nonce(Fr.encode(b), encodedInput, besides);
    BandersnatchPoint[] ofInput =
        BandersnatchKeyPair.multiples(inputPoint, key.encodedSecret(), Fr.encode(k));
    BandersnatchPoint[] ofBase =
        BandersnatchKeyPair.multiples(BandersnatchPoint.BLINDING_BASE, Fr.encode(b), Fr.encode(kb));
    BandersnatchPoint kG =
        BandersnatchKeyPair.multiples(BandersnatchPoint.GENERATOR, Fr.encode(k))[0];
    BandersnatchPoint commitment = key.publicPoint().plus(ofBase[0]);
    BandersnatchPoint r = kG.plus(ofBase[1]);
    long[] c =
        Fr.reduce(Suite.challenge(aux, commitment, inputPoint, ofInput[0], r, ofInput[1]), 0);
    ByteArrayOutputStream out = new ByteArrayOutputStream(SIZE);
    out.writeBytes(ofInput[0].encode());
    out.writeBytes(commitment.encode());
    out.writeBytes(r.encode());
    out.writeBytes(ofInput[1].encode());
    out.writeBytes(Fr.encode(Fr.multiplyAdd(c, key.secret(), k)));
    out.writeBytes(Fr.encode(Fr.multiplyAdd(c, b, kb)));
    return out.toByteArray();
  }

  /** Verifies the signature in 192 bytes at an offset; nothing when it is not valid. */
  public static Optional<Verified> verify(byte[] signature, int offset, byte[] input, byte[] aux) {
    BandersnatchPoint output = BandersnatchPoint.decode(signature, offset).orElse(null);
    BandersnatchPoint commitment =
        BandersnatchPoint.decode(signature, offset + COMMITMENT).orElse(null);
    BandersnatchPoint r = BandersnatchPoint.decode(signature, offset + R).orElse(null);
    BandersnatchPoint ok = BandersnatchPoint.decode(signature, offset + OK).orElse(null);
    BigInteger s = Suite.scalar(signature, offset + S);
    BigInteger sb = Suite.scalar(signature, offset + SB);
    if (output == null
        || commitment == null
        || r == null
        || ok == null
        || s == null
        || sb == null) {
      return Optional.empty();
    }
    BandersnatchPoint inputPoint = BandersnatchPoint.hashToCurve(input);
    byte[] challenge = Suite.challenge(aux, commitment, inputPoint, output, r, ok);
    BigInteger minusC =
        LittleEndian.integer(challenge, 0, challenge.length).negate().mod(Curve.ORDER);
    long[] expectedOk =
        new PublicSum().plus(s, inputPoint.multiples()).plus(minusC, output.multiples()).compute();
    long[] expectedR =
        new PublicSum()
            .plus(s, Suite.GENERATOR)
            .plus(sb, Suite.BLINDING_BASE)
            .plus(minusC, commitment.multiples())
            .compute();
    return Curve.equal(expectedOk, ok.coordinates()) && Curve.equal(expectedR, r.coordinates())
        ? Optional.of(new Verified(commitment, Suite.output(output)))
        : Optional.empty();
  }
}

package io.tessera.lib.crypto.bandersnatch;

import io.tessera.lib.codec.Hash;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.bouncycastle.crypto.digests.SHA512Digest;

/** What the signatures of the suite Bandersnatch_SHA-512_ELL2 have in common. */
final class Suite {
  private static final byte[] NAME =
      "Bandersnatch_SHA-512_ELL2".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] CHALLENGE = {2};
  private static final byte[] OUTPUT = {3};
  private static final byte[] END = {0};
  private static final int HASH_BYTES = 64;

  private static final BigInteger SIGNED_IDENTITY = BigInteger.ONE.setBit(255);

  /** Digits of the tables that serve for ever. */
  private static final int WIDE = 8;

  /** Multiples of the generator. */
  static final OddMultiples GENERATOR = wide(BandersnatchPoint.GENERATOR);

  /** Multiples of the blinding factor's base. */
  static final OddMultiples BLINDING_BASE = wide(BandersnatchPoint.BLINDING_BASE);

  private Suite() {}

  private static OddMultiples wide(BandersnatchPoint point) {
    return OddMultiples.inPieces(point.coordinates(), WIDE);
  }

  static byte[] sha512(byte[]... parts) {
    SHA512Digest digest = new SHA512Digest();
    for (byte[] part : parts) {
      digest.update(part, 0, part.length);
    }
    byte[] hash = new byte[HASH_BYTES];
    digest.doFinal(hash, 0);
    return hash;
  }

  /**
   * The challenge over five points and the additional data (section 1.9): 32 bytes, below r, lowest
   * first. The hash is read with its highest byte first, as the test vectors want it; all other
   * numbers of the suite are the other way round.
   */
  static byte[] challenge(byte[] aux, BandersnatchPoint... points) {
    byte[][] parts = new byte[points.length + 4][];
    parts[0] = NAME;
    parts[1] = CHALLENGE;
    for (int i = 0; i < points.length; i++) {
      parts[2 + i] = points[i].encode();
    }
    parts[points.length + 2] = aux;
    parts[points.length + 3] = END;
    byte[] hash = sha512(parts);
    byte[] reversed = new byte[Fq.BYTES];
    for (int i = 0; i < reversed.length; i++) {
      reversed[i] = hash[reversed.length - 1 - i];
    }
    return Fr.encode(Fr.reduce(reversed, 0));
  }

  /** All 64 bytes of a VRF output (section 1.6; RFC 9381, section 5.2, without the cofactor). */
  static byte[] wideOutput(byte[] outputPoint) {
    return sha512(NAME, OUTPUT, outputPoint, END);
  }

  /** The 32 bytes of it that JAM uses. */
  static Hash output(BandersnatchPoint outputPoint) {
    return output(outputPoint.encode());
  }

  /**
   * The same of an encoded point, which the bytes begin with. The neutral element is the one point
   * with two encodings, and the canonical one counts.
   */
  static Hash output(byte[] bytes) {
    byte[] point = Arrays.copyOf(bytes, BandersnatchPoint.SIZE);
    if (LittleEndian.integer(point, 0, point.length).equals(SIGNED_IDENTITY)) {
      point[BandersnatchPoint.SIZE - 1] = 0;
    }
    return Hash.wrap(Arrays.copyOf(wideOutput(point), Hash.SIZE));
  }

  /**
   * The number that hides a secret in a proof (RFC 9381, section 5.4.2.2), 32 bytes, below r.
   *
   * @param besides what the challenge depends on besides the input. The specification leaves it
   *     out; then two proofs of one input with different challenges have the nonce in common, and
   *     the secret is the difference of their responses over that of their challenges.
   */
  static long[] nonce(byte[] secret, byte[] inputPoint, byte[]... besides) {
    byte[] hashed = sha512(secret);
    byte[][] parts = new byte[besides.length + 2][];
    parts[0] = Arrays.copyOfRange(hashed, HASH_BYTES / 2, HASH_BYTES);
    parts[1] = inputPoint;
    System.arraycopy(besides, 0, parts, 2, besides.length);
    return Fr.reduce(sha512(parts));
  }

  /** An encoded scalar, or null when it is not below r. */
  static BigInteger scalar(byte[] bytes, int offset) {
    return Fr.isReduced(bytes, offset) ? LittleEndian.integer(bytes, offset, Fq.BYTES) : null;
  }
}

package io.tessera.lib.crypto.bandersnatch;

import io.tessera.lib.codec.BandersnatchPublic;
import io.tessera.lib.codec.BandersnatchSignature;
import io.tessera.lib.codec.Hash;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;

/**
 * Verification of signatures that are also a verifiable random function of their input: headers'
 * seals and entropy sources (Bandersnatch VRF specification, section 2; Gray Paper, appendix
 * "Bandersnatch VRF"). A signature is the output point, the challenge and the response, 32 bytes
 * each. What signs is {@link BandersnatchKeyPair}.
 */
public final class IetfVrf {
  private static final int CHALLENGE = 32;
  private static final int RESPONSE = 64;

  private IetfVrf() {}

  /**
   * Verifies a signature.
   *
   * @param key a key whose bytes may be no point: no signature of it is valid
   * @param input what the output is a function of, together with the key
   * @param aux what is signed besides, with no influence on the output
   * @return the first 32 bytes of the output, or nothing when the signature is not valid
   */
  public static Optional<Hash> verify(
      BandersnatchPublic key, byte[] input, byte[] aux, BandersnatchSignature signature) {
    return BandersnatchPoint.decode(key.toByteArray(), 0)
        .flatMap(point -> verify(point, input, aux, signature));
  }

  /**
   * Verifies a signature by a key that was decoded before: that saves about a sixth of the work.
   */
  public static Optional<Hash> verify(
      BandersnatchPoint key, byte[] input, byte[] aux, BandersnatchSignature signature) {
    byte[] bytes = signature.toByteArray();
    BigInteger c = Suite.scalar(bytes, CHALLENGE);
    BigInteger s = Suite.scalar(bytes, RESPONSE);
    if (c == null || s == null) {
      return Optional.empty();
    }
    return BandersnatchPoint.decode(bytes, 0)
        .filter(output -> isValid(key, input, aux, output, c, s))
        .map(output -> Suite.output(bytes));
  }

  private static boolean isValid(
      BandersnatchPoint key,
      byte[] input,
      byte[] aux,
      BandersnatchPoint output,
      BigInteger c,
      BigInteger s) {
    long[] inputPoint = HashToCurve.hash(input);
    BigInteger minusC = c.negate().mod(Curve.ORDER);
    long[] u = new PublicSum().plus(s, Suite.GENERATOR).plus(minusC, key.asKey()).compute();
    long[] v =
        new PublicSum()
            .plus(s, OddMultiples.of(inputPoint, BandersnatchPoint.WINDOW))
            .plus(minusC, output.multiples())
            .compute();
    BandersnatchPoint[] points = BandersnatchPoint.ofProjective(inputPoint, u, v);
    byte[] expected = Suite.challenge(aux, key, points[0], output, points[1], points[2]);
    return LittleEndian.integer(expected, 0, expected.length).equals(c);
  }

  /**
   * The output that a signature claims (Gray Paper, function Y): that which {@link #verify} gives
   * when the signature is valid, at the price of a hash, and worth nothing before.
   */
  public static Hash claimedOutput(BandersnatchSignature signature) {
    return Suite.output(signature.toByteArray());
  }

  static BandersnatchSignature signature(byte[] output, byte[] challenge, byte[] response) {
    byte[] bytes = Arrays.copyOf(output, BandersnatchSignature.SIZE);
    System.arraycopy(challenge, 0, bytes, CHALLENGE, challenge.length);
    System.arraycopy(response, 0, bytes, RESPONSE, response.length);
    return BandersnatchSignature.wrap(bytes);
  }
}

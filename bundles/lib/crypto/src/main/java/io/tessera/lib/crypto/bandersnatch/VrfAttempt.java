package io.tessera.lib.crypto.bandersnatch;

import io.tessera.lib.codec.Hash;
import java.math.BigInteger;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A signature whose points U = s G - c Y and V = s I - c O are known, but for the division by their
 * Z, which several signatures do together (Bandersnatch VRF specification, section 2.3).
 */
final class VrfAttempt {
  private static final int CHALLENGE = 32;
  private static final int RESPONSE = 64;

  private final BandersnatchPoint key;
  private final VrfClaim claim;
  private final BandersnatchPoint output;
  private final BigInteger c;
  private final long[] input;
  private final long[] u;
  private final long[] v;

  private VrfAttempt(
      BandersnatchPoint key, VrfClaim claim, BandersnatchPoint output, BigInteger c, BigInteger s) {
    this.key = key;
    this.claim = claim;
    this.output = output;
    this.c = c;
    input = HashToCurve.hash(claim.input().toByteArray());
    BigInteger minusC = c.negate().mod(Curve.ORDER);
    u = new PublicSum().plus(s, Suite.GENERATOR).plus(minusC, key.asKey()).compute();
    v =
        new PublicSum()
            .plus(s, OddMultiples.of(input, BandersnatchPoint.WINDOW))
            .plus(minusC, output.multiples())
            .compute();
  }

  /** Empty when the signature's bytes stand for no point and two numbers. */
  static Optional<VrfAttempt> of(BandersnatchPoint key, VrfClaim claim) {
    byte[] bytes = claim.signature().toByteArray();
    BigInteger c = Suite.scalar(bytes, CHALLENGE);
    BigInteger s = Suite.scalar(bytes, RESPONSE);
    if (c == null || s == null) {
      return Optional.empty();
    }
    return BandersnatchPoint.decode(bytes, 0)
        .map(output -> new VrfAttempt(key, claim, output, c, s));
  }

  /** The three points that {@link #settle} wants, with a Z of any value. */
  Stream<long[]> projective() {
    return Stream.of(input, u, v);
  }

  /** The output when the challenge is that of these points, which are {@link #projective}'s. */
  Optional<Hash> settle(BandersnatchPoint input, BandersnatchPoint u, BandersnatchPoint v) {
    byte[] expected = Suite.challenge(claim.aux().toByteArray(), key, input, output, u, v);
    return LittleEndian.integer(expected, 0, expected.length).equals(c)
        ? Optional.of(Suite.output(claim.signature().toByteArray()))
        : Optional.empty();
  }
}

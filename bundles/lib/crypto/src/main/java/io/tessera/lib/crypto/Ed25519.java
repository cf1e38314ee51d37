package io.tessera.lib.crypto;

import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.Ed25519Signature;
import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.crypto.digests.SHA512Digest;

/**
 * Ed25519 signature verification with the edge cases of ZIP 215, on which all nodes must agree: key
 * and R may be any encodings of any curve points, s must be below the group's order, and the
 * equation is {@code [8][s]B = [8]R + [8][k]A}.
 */
public final class Ed25519 {
  private static final int HALF = Ed25519Signature.SIZE / 2;

  private Ed25519() {}

  /**
   * Whether {@code signature} is the key's signature of the message. Takes some tens of
   * microseconds when it is, a few times that when it is not.
   */
  public static boolean verify(Ed25519Public key, byte[] message, Ed25519Signature signature) {
    byte[] a = key.toByteArray();
    byte[] rs = signature.toByteArray();
    // The library's rules are stricter, and fast: what they accept is valid by ours too.
    return org.bouncycastle.math.ec.rfc8032.Ed25519.verify(rs, 0, a, 0, message, 0, message.length)
        || verifyLeniently(a, rs, message);
  }

  private static boolean verifyLeniently(byte[] key, byte[] signature, byte[] message) {
    BigInteger s = littleEndian(Arrays.copyOfRange(signature, HALF, signature.length));
    EdwardsPoint a = EdwardsPoint.decode(key);
    EdwardsPoint r = EdwardsPoint.decode(Arrays.copyOf(signature, HALF));
    if (a == null || r == null || s.compareTo(EdwardsPoint.ORDER) >= 0) {
      return false;
    }
    BigInteger k = challenge(signature, key, message);
    return EdwardsPoint.multiply(s, EdwardsPoint.BASE, k, a.negated())
        .plus(r.negated())
        .isOfSmallOrder();
  }

  /** SHA-512 of R, the key and the message, as they were given, reduced by the group's order. */
  static BigInteger challenge(byte[] signature, byte[] key, byte[] message) {
    SHA512Digest digest = new SHA512Digest();
    digest.update(signature, 0, HALF);
    digest.update(key, 0, key.length);
    digest.update(message, 0, message.length);
    byte[] hash = new byte[digest.getDigestSize()];
    digest.doFinal(hash, 0);
    return littleEndian(hash).mod(EdwardsPoint.ORDER);
  }

  static BigInteger littleEndian(byte[] bytes) {
    byte[] reversed = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      reversed[i] = bytes[bytes.length - 1 - i];
    }
    return new BigInteger(1, reversed);
  }
}

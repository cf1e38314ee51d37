package io.tessera.lib.crypto.ring;

import java.util.Optional;
import supranational.blst.P1;
import supranational.blst.P1_Affine;

/**
 * Points of the group G1 of BLS12-381 and their encodings: 48 bytes compressed or 96 bytes
 * uncompressed, most significant byte first, with three flags in the first byte (the format of
 * Zcash).
 */
final class G1 {
  /** Length of a compressed point in bytes. */
  static final int SIZE = 48;

  private static final int COMPRESSED = 0x80;

  private G1() {}

  /**
   * The point of the group of prime order that 48 bytes stand for; empty when they stand for none.
   */
  static Optional<P1_Affine> decode(byte[] compressed) {
    return decodeOnCurve(compressed).filter(P1_Affine::in_group);
  }

  /**
   * The point of the curve that 48 bytes of our own data stand for: whether it is in the group is
   * not looked at, which takes most of the time.
   *
   * @throws IllegalStateException when they stand for none
   */
  static P1_Affine decodeOwn(byte[] compressed) {
    return decodeOnCurve(compressed).orElseThrow(() -> new IllegalStateException("damaged data"));
  }

  /** Compressed, 48 bytes. */
  static byte[] encode(P1_Affine point) {
    return point.compress();
  }

  /** Affine coordinates of a sum. */
  static P1_Affine affine(P1 point) {
    return point.to_affine();
  }

  private static Optional<P1_Affine> decodeOnCurve(byte[] compressed) {
    if (compressed.length != SIZE || (compressed[0] & COMPRESSED) == 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(new P1_Affine(compressed));
    } catch (RuntimeException e) { // the library has no other way to say that it is no point
      return Optional.empty();
    }
  }
}

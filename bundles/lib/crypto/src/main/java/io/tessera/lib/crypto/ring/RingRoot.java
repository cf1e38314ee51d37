package io.tessera.lib.crypto.ring;

import io.tessera.lib.codec.BandersnatchPublic;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Codec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import supranational.blst.P1_Affine;

/**
 * A ring root: what a verifier of tickets knows of the validators' keys (Gray Paper, appendix
 * "Bandersnatch VRF": the commitment to a sequence of keys; in the state it is gamma_Z). Three
 * compressed points of G1: commitments to the keys' x coordinates, to their y coordinates, and to
 * the selector of the rows that hold keys. The bytes need not be points; that is checked where they
 * are used.
 */
public final class RingRoot extends Bytes {
  /** Length in bytes. */
  public static final int SIZE = 3 * G1.SIZE;

  /** 144 bytes as they are. */
  public static final Codec<RingRoot> CODEC = codec(SIZE, RingRoot::new);

  private RingRoot(byte[] bytes) {
    super(bytes, SIZE);
  }

  /** A root that takes the 144-byte array over: the caller must not change it afterwards. */
  public static RingRoot wrap(byte[] bytes) {
    return new RingRoot(bytes);
  }

  static RingRoot of(P1_Affine keyX, P1_Affine keyY, P1_Affine selector) {
    ByteBuffer bytes = ByteBuffer.allocate(SIZE);
    List.of(keyX, keyY, selector).forEach(point -> bytes.put(G1.encode(point)));
    return new RingRoot(bytes.array());
  }

  /** The root that 288 hexadecimal digits stand for, with or without {@code 0x}. */
  public static RingRoot fromHex(String hex) {
    return new RingRoot(parseHex(hex));
  }

  /**
   * The root of a ring of keys, in their order. A key that is no point of the curve's group, such
   * as the zeroes in place of an offender's key, counts as the padding point (Gray Paper, appendix
   * "Bandersnatch VRF"). Takes time in proportion to the number of keys; safe for use by several
   * threads.
   *
   * @throws IllegalArgumentException when there is no key or more than 1,791
   */
  public static RingRoot of(List<BandersnatchPublic> keys) {
    return RingKeys.of(keys).root();
  }

  /** The three points; empty when one is none. */
  Optional<List<P1_Affine>> points() {
    List<P1_Affine> points = new ArrayList<>();
    byte[] bytes = toByteArray();
    for (int at = 0; at < SIZE; at += G1.SIZE) {
      G1.decode(Arrays.copyOfRange(bytes, at, at + G1.SIZE)).ifPresent(points::add);
    }
    return points.size() == 3 ? Optional.of(points) : Optional.empty();
  }
}

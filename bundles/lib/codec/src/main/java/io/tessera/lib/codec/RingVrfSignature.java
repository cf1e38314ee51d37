package io.tessera.lib.codec;

/**
 * A Bandersnatch ring VRF signature: the proof of a ticket. Its first 32 bytes are the VRF output.
 */
public final class RingVrfSignature extends Bytes {
  /** Length in bytes. */
  public static final int SIZE = 784;

  /** 784 bytes as they are. */
  public static final Codec<RingVrfSignature> CODEC = codec(SIZE, RingVrfSignature::new);

  private RingVrfSignature(byte[] bytes) {
    super(bytes, SIZE);
  }

  /** A signature that takes the 784-byte array over: the caller must not change it afterwards. */
  public static RingVrfSignature wrap(byte[] bytes) {
    return new RingVrfSignature(bytes);
  }

  /** The signature that 1568 hexadecimal digits stand for, with or without {@code 0x}. */
  public static RingVrfSignature fromHex(String hex) {
    return new RingVrfSignature(parseHex(hex));
  }
}

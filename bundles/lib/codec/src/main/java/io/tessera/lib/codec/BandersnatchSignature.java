package io.tessera.lib.codec;

/**
 * A Bandersnatch VRF signature: a header's seal or entropy source. The output is its first 32
 * bytes, the proof the rest.
 */
public final class BandersnatchSignature extends Bytes {
  /** Length in bytes. */
  public static final int SIZE = 96;

  /** 96 bytes as they are. */
  public static final Codec<BandersnatchSignature> CODEC = codec(SIZE, BandersnatchSignature::new);

  private BandersnatchSignature(byte[] bytes) {
    super(bytes, SIZE);
  }

  /** A signature that takes the 96-byte array over: the caller must not change it afterwards. */
  public static BandersnatchSignature wrap(byte[] bytes) {
    return new BandersnatchSignature(bytes);
  }

  /** The signature that 192 hexadecimal digits stand for, with or without {@code 0x}. */
  public static BandersnatchSignature fromHex(String hex) {
    return new BandersnatchSignature(parseHex(hex));
  }
}

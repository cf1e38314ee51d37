package io.tessera.lib.codec;

/** A BLS12-381 public key of 144 bytes, as validators register it. */
public final class BlsPublic extends Bytes {
  /** Length in bytes. */
  public static final int SIZE = 144;

  /** 144 bytes as they are. */
  public static final Codec<BlsPublic> CODEC = codec(SIZE, BlsPublic::new);

  private BlsPublic(byte[] bytes) {
    super(bytes, SIZE);
  }

  /** A key that takes the 144-byte array over: the caller must not change it afterwards. */
  public static BlsPublic wrap(byte[] bytes) {
    return new BlsPublic(bytes);
  }

  /** The key that 288 hexadecimal digits stand for, with or without {@code 0x}. */
  public static BlsPublic fromHex(String hex) {
    return new BlsPublic(parseHex(hex));
  }
}

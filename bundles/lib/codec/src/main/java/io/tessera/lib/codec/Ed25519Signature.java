package io.tessera.lib.codec;

/** An Ed25519 signature as in RFC 8032: R, then s. */
public final class Ed25519Signature extends Bytes {
  /** Length in bytes. */
  public static final int SIZE = 64;

  /** 64 bytes as they are. */
  public static final Codec<Ed25519Signature> CODEC = codec(SIZE, Ed25519Signature::new);

  private Ed25519Signature(byte[] bytes) {
    super(bytes, SIZE);
  }

  /** A signature that takes the 64-byte array over: the caller must not change it afterwards. */
  public static Ed25519Signature wrap(byte[] bytes) {
    return new Ed25519Signature(bytes);
  }

  /** The signature that 128 hexadecimal digits stand for, with or without {@code 0x}. */
  public static Ed25519Signature fromHex(String hex) {
    return new Ed25519Signature(parseHex(hex));
  }
}

package io.tessera.lib.codec;

/** An Ed25519 public key: 32 bytes as in RFC 8032. */
public final class Ed25519Public extends Bytes {
  /** Length in bytes. */
  public static final int SIZE = 32;

  /** Thirty-two bytes as they are. */
  public static final Codec<Ed25519Public> CODEC = codec(SIZE, Ed25519Public::new);

  private Ed25519Public(byte[] bytes) {
    super(bytes, SIZE);
  }

  /** A key that takes the 32-byte array over: the caller must not change it afterwards. */
  public static Ed25519Public wrap(byte[] bytes) {
    return new Ed25519Public(bytes);
  }

  /** The key that 64 hexadecimal digits stand for, with or without {@code 0x}. */
  public static Ed25519Public fromHex(String hex) {
    return new Ed25519Public(parseHex(hex));
  }
}

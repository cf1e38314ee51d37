package io.tessera.lib.codec;

/**
 * A Bandersnatch public key: a compressed curve point. The bytes need not be a point; that is
 * checked where it is used.
 */
public final class BandersnatchPublic extends Bytes {
  /** Length in bytes. */
  public static final int SIZE = 32;

  /** 32 bytes as they are. */
  public static final Codec<BandersnatchPublic> CODEC = codec(SIZE, BandersnatchPublic::new);

  private BandersnatchPublic(byte[] bytes) {
    super(bytes, SIZE);
  }

  /** A key that takes the 32-byte array over: the caller must not change it afterwards. */
  public static BandersnatchPublic wrap(byte[] bytes) {
    return new BandersnatchPublic(bytes);
  }

  /** The key that 64 hexadecimal digits stand for, with or without {@code 0x}. */
  public static BandersnatchPublic fromHex(String hex) {
    return new BandersnatchPublic(parseHex(hex));
  }
}

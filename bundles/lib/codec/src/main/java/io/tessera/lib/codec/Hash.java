package io.tessera.lib.codec;

/** A 32-byte hash: of a header, an extrinsic, a state, a work-report. */
public final class Hash extends Bytes {
  /** Length in bytes. */
  public static final int SIZE = 32;

  /** Thirty-two zeroes: the parent of a genesis header, the root of an empty trie. */
  public static final Hash ZERO = new Hash(new byte[SIZE]);

  /** Thirty-two bytes as they are. */
  public static final Codec<Hash> CODEC = codec(SIZE, Hash::new);

  private Hash(byte[] bytes) {
    super(bytes, SIZE);
  }

  /** A hash that takes the 32-byte array over: the caller must not change it afterwards. */
  public static Hash wrap(byte[] bytes) {
    return new Hash(bytes);
  }

  /** The hash that 64 hexadecimal digits stand for, with or without {@code 0x}. */
  public static Hash fromHex(String hex) {
    return new Hash(parseHex(hex));
  }
}

package io.tessera.lib.codec;

/**
 * A key of the state: where one item of the serialized state stands in the trie (Gray Paper,
 * appendix "State Merklization").
 */
public final class StateKey extends Bytes {
  /** Length in bytes. */
  public static final int SIZE = 31;

  /** 31 bytes as they are. */
  public static final Codec<StateKey> CODEC = codec(SIZE, StateKey::new);

  private StateKey(byte[] bytes) {
    super(bytes, SIZE);
  }

  /** A key that takes the 31-byte array over: the caller must not change it afterwards. */
  public static StateKey wrap(byte[] bytes) {
    return new StateKey(bytes);
  }

  /** The key that 62 hexadecimal digits stand for, with or without {@code 0x}. */
  public static StateKey fromHex(String hex) {
    return new StateKey(parseHex(hex));
  }
}

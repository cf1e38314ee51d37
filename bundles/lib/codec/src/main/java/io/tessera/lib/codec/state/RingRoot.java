package io.tessera.lib.codec.state;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Codec;

/**
 * A Bandersnatch ring root: the commitment to the keys of a ring, against which tickets are proven
 * (Gray Paper, appendix "Bandersnatch VRF").
 */
public final class RingRoot extends Bytes {
  /** Length in bytes. */
  public static final int SIZE = 144;

  /** 144 bytes as they are. */
  public static final Codec<RingRoot> CODEC = codec(SIZE, RingRoot::new);

  private RingRoot(byte[] bytes) {
    super(bytes, SIZE);
  }

  /** A root that takes the 144-byte array over: the caller must not change it afterwards. */
  public static RingRoot wrap(byte[] bytes) {
    return new RingRoot(bytes);
  }

  /** The root that 288 hexadecimal digits stand for, with or without {@code 0x}. */
  public static RingRoot fromHex(String hex) {
    return new RingRoot(parseHex(hex));
  }
}

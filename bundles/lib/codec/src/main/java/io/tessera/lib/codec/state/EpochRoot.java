package io.tessera.lib.codec.state;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Codec;

/**
 * γ_Z: a Bandersnatch ring root, the commitment to the keys of the next epoch's validators, against
 * which tickets are proven (Gray Paper, section "Safrole Basic State").
 */
public final class EpochRoot extends Bytes {
  /** Length in bytes. */
  public static final int SIZE = 144;

  /** 144 bytes as they are. */
  public static final Codec<EpochRoot> CODEC = codec(SIZE, EpochRoot::new);

  private EpochRoot(byte[] bytes) {
    super(bytes, SIZE);
  }

  /** A root that takes the 144-byte array over: the caller must not change it afterwards. */
  public static EpochRoot wrap(byte[] bytes) {
    return new EpochRoot(bytes);
  }

  /** The root that 288 hexadecimal digits stand for, with or without {@code 0x}. */
  public static EpochRoot fromHex(String hex) {
    return new EpochRoot(parseHex(hex));
  }
}

package io.tessera.lib.crypto;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;

/**
 * Blake2b with 256 bits of output and no key: the hash that JAM is built on (Gray Paper, section
 * "Cryptography"; RFC 7693).
 */
public final class Blake2b {
  private Blake2b() {}

  /** The hash of the parts one after another. */
  public static Hash hash(byte[]... parts) {
    Blake2bState state = new Blake2bState();
    for (byte[] part : parts) {
      state.update(part, 0, part.length);
    }
    return Hash.wrap(state.finish());
  }

  /** The hash of the parts one after another. */
  public static Hash hash(Bytes... parts) {
    Blake2bState state = new Blake2bState();
    for (Bytes part : parts) {
      state.update(part.toByteArray(), 0, part.size());
    }
    return Hash.wrap(state.finish());
  }

  /** The hash of a part of an array. */
  public static Hash hash(byte[] bytes, int offset, int length) {
    Blake2bState state = new Blake2bState();
    state.update(bytes, offset, length);
    return Hash.wrap(state.finish());
  }

  /**
   * The hash of one block given as words, for tries that keep their nodes as words.
   *
   * @param words the message as at most 16 little-endian words; not kept
   * @return the hash as four little-endian words
   */
  public static long[] hashOfWords(long... words) {
    return Blake2bState.hashOfWords(words);
  }
}

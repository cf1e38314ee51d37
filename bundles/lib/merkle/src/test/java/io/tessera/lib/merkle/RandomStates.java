package io.tessera.lib.merkle;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.StateKey;
import java.util.Random;

/** Keys that part early, late and only in their last bit; values around a leaf's 32 bytes. */
final class RandomStates {
  private final Random random;

  RandomStates(long seed) {
    random = new Random(seed);
  }

  int number(int bound) {
    return random.nextInt(bound);
  }

  /** Few bits are set, so that keys come again and have long beginnings in common. */
  StateKey key() {
    byte[] key = new byte[StateKey.SIZE];
    for (int i = random.nextInt(3); i >= 0; i--) {
      int bit = random.nextInt(4) == 0 ? random.nextInt(8 * StateKey.SIZE) : random.nextInt(9);
      key[bit / 8] ^= (byte) (0x80 >>> bit % 8);
    }
    return StateKey.wrap(key);
  }

  Bytes value() {
    byte[] value = new byte[random.nextInt(66)];
    random.nextBytes(value);
    return Bytes.wrap(value);
  }

  StateTrie trie(int puts) {
    StateTrie trie = StateTrie.EMPTY;
    for (int i = 0; i < puts; i++) {
      trie = trie.put(key(), value());
    }
    return trie;
  }
}

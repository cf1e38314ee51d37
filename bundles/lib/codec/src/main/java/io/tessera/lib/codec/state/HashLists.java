package io.tessera.lib.codec.state;

import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.Hash;
import java.util.List;

/** Sequences of hashes with their length before them. */
final class HashLists {
  /** Any number of them. */
  static final Codec<List<Hash>> CODEC = Codec.list("hashes", Hash.CODEC, Hash.SIZE);

  private HashLists() {}

  /** At most {@code max} of them. */
  static Codec<List<Hash>> atMost(String name, int max) {
    return Codec.list(name, Hash.CODEC, Hash.SIZE, 0, max);
  }
}

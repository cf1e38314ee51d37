package io.tessera.lib.erasure;

import io.tessera.lib.codec.Bytes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Data, and some of its shards. */
final class Subsets {
  private Subsets() {}

  static Bytes data(Random random, int length) {
    byte[] data = new byte[length];
    random.nextBytes(data);
    return Bytes.wrap(data);
  }

  /** All shards from one index to another, which is not included. */
  static List<Shard> range(List<Bytes> shards, int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> new Shard(i, shards.get(i))).toList();
  }

  /** So many shards, in any order. */
  static List<Shard> random(Random random, List<Bytes> shards, int count) {
    List<Shard> all = new ArrayList<>(range(shards, 0, shards.size()));
    Collections.shuffle(all, random);
    return all.subList(0, count);
  }
}

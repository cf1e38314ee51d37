package io.tessera.core.availability;

import io.tessera.lib.codec.PeerId;
import io.tessera.lib.erasure.ErasureCode;
import io.tessera.net.Fault;
import io.tessera.net.StreamException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Asks assurers for shards until R have given one: several at a time, in random order, so that they
 * are asked alike, and another one in the place of each that fails or is slow. Safe from any
 * thread.
 */
final class Gatherer {
  /** Assurers asked at a time at most, besides those that are slow. */
  private static final int AT_ONCE = 32;

  /** All of them together take no longer: a third of them may be silent. */
  static final Duration LIMIT = Duration.ofMinutes(1);

  private final ErasureCode code;
  private final PeerId self;
  private final Race race;
  private final RandomGenerator random;

  Gatherer(ErasureCode code, PeerId self, Race race, RandomGenerator random) {
    this.code = code;
    this.self = self;
    this.race = race;
    this.random = random;
  }

  /** Asks one assurer. */
  @FunctionalInterface
  interface Ask<T> {
    /** What it has of a shard index. */
    T of(PeerId assurer, int shard) throws StreamException;
  }

  /**
   * What R assurers gave, by shard index.
   *
   * @param have what need not be asked for
   * @throws StreamException UNAVAILABLE when fewer have answered
   */
  <T> Map<Integer, T> gather(int core, List<PeerId> assurers, Map<Integer, T> have, Ask<T> ask)
      throws StreamException, InterruptedException {
    int missing = code.threshold() - have.size();
    int atOnce = Math.min(AT_ONCE, missing + Math.max(2, missing / 8));
    Map<Integer, T> found = new HashMap<>(have);
    race.run(calls(core, assurers, have, ask), missing, atOnce, LIMIT)
        .forEach(it -> found.put(it.getKey(), it.getValue()));
    if (found.size() < code.threshold()) {
      throw new StreamException(
          Fault.UNAVAILABLE, found.size() + " assurers gave a shard, of " + code.threshold());
    }
    return Map.copyOf(found);
  }

  private <T> List<Race.Call<Map.Entry<Integer, T>>> calls(
      int core, List<PeerId> assurers, Map<Integer, ?> have, Ask<T> ask) {
    List<Race.Call<Map.Entry<Integer, T>>> all = new ArrayList<>();
    for (int validator = 0; validator < code.validators(); validator++) {
      int shard = code.shardOf(core, validator);
      PeerId assurer = assurers.get(validator);
      if (!have.containsKey(shard) && !assurer.equals(self)) {
        all.add(new Race.Call<>(assurer, () -> Map.entry(shard, ask.of(assurer, shard))));
      }
    }
    for (int i = all.size() - 1; i > 0; i--) {
      Collections.swap(all, i, random.nextInt(i + 1));
    }
    return all;
  }
}

package io.tessera.testing.bench;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.StateKey;
import io.tessera.lib.codec.trace.KeyValue;
import io.tessera.lib.merkle.StateChange;
import io.tessera.lib.merkle.StateRange;
import io.tessera.lib.merkle.StateTrie;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a block's changes to a state of 100,000 keys cost. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class StateTrieBench {
  private static final int KEYS = 100_000;
  private static final int CHANGES = 100;
  private static final int VALUE_SIZE = 64;
  private static final int CE129_SIZE = 1 << 20;

  private final Random random = new Random(1);
  private final List<KeyValue> state = new ArrayList<>();
  private final List<StateChange> changes = new ArrayList<>();
  private StateTrie trie;
  private StateKey start;
  private StateKey end;

  /** A state of random keys, and as many changes of existing keys as a busy block has. */
  @Setup
  public void fill() {
    for (int i = 0; i < KEYS; i++) {
      state.add(new KeyValue(StateKey.wrap(bytes(StateKey.SIZE)), Bytes.wrap(bytes(VALUE_SIZE))));
    }
    for (int i = 0; i < CHANGES; i++) {
      StateKey key = state.get(i * (KEYS / CHANGES)).key();
      changes.add(StateChange.put(key, Bytes.wrap(bytes(VALUE_SIZE))));
    }
    trie = StateTrie.of(state);
    start = StateKey.wrap(new byte[StateKey.SIZE]);
    end = StateKey.fromHex("ff".repeat(StateKey.SIZE));
  }

  private byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }

  /** The root after 100 of 100,000 values changed. */
  @Benchmark
  public Hash updateOf100Keys() {
    return trie.with(changes).root();
  }

  /** The trie of 100,000 items from nothing. */
  @Benchmark
  public Hash buildOf100000Keys() {
    return StateTrie.of(state).root();
  }

  /** One mebibyte of items with their boundary nodes. */
  @Benchmark
  public StateRange rangeOfOneMebibyte() {
    return StateRange.of(trie, start, end, CE129_SIZE);
  }
}

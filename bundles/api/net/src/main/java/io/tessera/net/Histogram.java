package io.tessera.net;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** Counts how long things took, in buckets that are always the same. Safe from any thread. */
public final class Histogram {
  /** Upper bounds of the buckets in seconds, included; one more bucket takes what is longer. */
  public static final List<Double> BOUNDS =
      List.of(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0);

  private static final long[] NANOS =
      BOUNDS.stream().mapToLong(bound -> Math.round(bound * 1e9)).toArray();

  private final LongAdder[] buckets = new LongAdder[NANOS.length + 1];
  private final LongAdder sum = new LongAdder();

  /** Has counted nothing yet. */
  public Histogram() {
    for (int i = 0; i < buckets.length; i++) {
      buckets[i] = new LongAdder();
    }
  }

  /**
   * Counts one.
   *
   * @param nanos how long it took, in nanoseconds; less than none counts as none
   */
  public void add(long nanos) {
    int bucket = 0;
    while (bucket < NANOS.length && nanos > NANOS[bucket]) {
      bucket++;
    }
    buckets[bucket].increment();
    sum.add(Math.max(0, nanos));
  }

  /** What was counted so far. */
  public Snapshot snapshot() {
    List<Long> counts = new ArrayList<>(buckets.length);
    for (LongAdder bucket : buckets) {
      counts.add(bucket.sum());
    }
    return new Snapshot(counts, (double) sum.sum() / TimeUnit.SECONDS.toNanos(1));
  }

  /**
   * What was counted at a moment.
   *
   * @param counts how many in each bucket alone, one more than there are {@link #BOUNDS}
   * @param seconds how long all together took
   */
  public record Snapshot(List<Long> counts, double seconds) {
    /** Takes a copy of the list. */
    public Snapshot {
      counts = List.copyOf(counts);
    }

    /** How many were counted. */
    public long count() {
      return counts.stream().mapToLong(Long::longValue).sum();
    }
  }
}

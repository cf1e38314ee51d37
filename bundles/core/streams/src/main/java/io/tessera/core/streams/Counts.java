package io.tessera.core.streams;

import java.util.concurrent.atomic.LongAdder;

/** Counts streams. Safe from any thread; refers to no plugin. */
final class Counts {
  private final LongAdder begun = new LongAdder();
  private final LongAdder well = new LongAdder();
  private final LongAdder failed = new LongAdder();

  void begun() {
    begun.increment();
  }

  void ended(boolean endedWell) {
    (endedWell ? well : failed).increment();
  }

  /** Streams that are open. */
  long active() {
    // Ends first: a stream that ends between the reads must not make the result negative.
    long ended = well.sum() + failed.sum();
    return begun.sum() - ended;
  }

  /** Streams that ended without a fault. */
  long well() {
    return well.sum();
  }

  /** Streams that ended with a fault. */
  long failed() {
    return failed.sum();
  }
}

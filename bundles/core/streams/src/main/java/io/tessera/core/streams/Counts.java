package io.tessera.core.streams;

import io.tessera.lib.codec.PeerId;
import io.tessera.net.Fault;
import io.tessera.net.StreamFault;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** Counts streams. Safe from any thread; refers to no plugin. */
final class Counts {
  private final LongAdder begun = new LongAdder();
  private final LongAdder well = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private volatile Last last;

  /** Without the connection, which must not be kept. */
  private record Last(Failure failure, PeerId peer, long when) {}

  void begun() {
    begun.increment();
  }

  /**
   * A stream has ended.
   *
   * @param failure null when it ended well
   */
  void ended(Failure failure, Link link) {
    if (failure == null) {
      well.increment();
      return;
    }
    failed.increment();
    if (failure.fault() != Fault.CANCELLED && failure.fault() != Fault.DISCONNECTED) {
      last = new Last(failure, link.peer().id(), link.now());
    }
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

  /** The last fault that somebody may want to look into. */
  Optional<StreamFault> lastFault(long now) {
    return Optional.ofNullable(last)
        .map(
            fault ->
                new StreamFault(
                    fault.failure().fault(),
                    fault.failure().message(),
                    fault.peer(),
                    Duration.ofNanos(now - fault.when())));
  }
}

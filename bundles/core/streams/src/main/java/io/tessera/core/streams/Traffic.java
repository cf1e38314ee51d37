package io.tessera.core.streams;

import io.tessera.net.Fault;
import io.tessera.net.Histogram;
import io.tessera.net.StreamStatistics;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/** Counts what goes over the streams of one kind that one side opened. Safe from any thread. */
final class Traffic {
  private static final Fault[] FAULTS = Fault.values();

  private final LongAdder begun = new LongAdder();
  private final LongAdder ok = new LongAdder();
  private final AtomicLongArray faults = new AtomicLongArray(FAULTS.length);
  private final LongAdder messagesReceived = new LongAdder();
  private final LongAdder messagesSent = new LongAdder();
  private final LongAdder bytesReceived = new LongAdder();
  private final LongAdder bytesSent = new LongAdder();
  private final Histogram duration = new Histogram();

  void begun() {
    begun.increment();
  }

  /** A stream has ended; for {@code cause} null, well. */
  void ended(Failure cause) {
    if (cause == null) {
      ok.increment();
    } else {
      faults.incrementAndGet(cause.fault().ordinal());
    }
  }

  /** How long a stream was open that ended well. */
  void took(long nanos) {
    duration.add(nanos);
  }

  void messageReceived() {
    messagesReceived.increment();
  }

  void messageSent() {
    messagesSent.increment();
  }

  void received(int bytes) {
    bytesReceived.add(bytes);
  }

  void sent(int bytes) {
    bytesSent.add(bytes);
  }

  StreamStatistics.Counts counts(int kind, boolean initiator) {
    // Ends first: a stream that ends between the reads must not make the rest negative.
    long well = ok.sum();
    Map<Fault, Long> failed = new EnumMap<>(Fault.class);
    long ended = well;
    for (Fault fault : FAULTS) {
      long count = faults.get(fault.ordinal());
      if (count > 0) {
        failed.put(fault, count);
        ended += count;
      }
    }
    return new StreamStatistics.Counts(
        kind,
        initiator,
        begun.sum() - ended,
        well,
        failed,
        messagesReceived.sum(),
        messagesSent.sum(),
        bytesReceived.sum(),
        bytesSent.sum(),
        duration.snapshot());
  }
}

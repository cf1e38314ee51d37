package io.tessera.core.streams;

import io.tessera.net.Fault;
import io.tessera.net.Histogram;
import io.tessera.net.StreamStatistics;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts what goes over the streams of one kind that one side opened. Safe from any thread. */
final class Traffic {
  private final LongAdder begun = new LongAdder();
  private final LongAdder ok = new LongAdder();
  private final Map<Fault, LongAdder> faults = new EnumMap<>(Fault.class);
  private final LongAdder messagesReceived = new LongAdder();
  private final LongAdder messagesSent = new LongAdder();
  private final LongAdder bytesReceived = new LongAdder();
  private final LongAdder bytesSent = new LongAdder();
  private final Histogram duration = new Histogram();

  Traffic() {
    for (Fault fault : Fault.values()) {
      faults.put(fault, new LongAdder());
    }
  }

  void begun() {
    begun.increment();
  }

  /** A stream has ended; for {@code cause} null, well. */
  void ended(Failure cause) {
    if (cause == null) {
      ok.increment();
    } else {
      faults.get(cause.fault()).increment();
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
    for (Map.Entry<Fault, LongAdder> fault : faults.entrySet()) {
      long count = fault.getValue().sum();
      if (count > 0) {
        failed.put(fault.getKey(), count);
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

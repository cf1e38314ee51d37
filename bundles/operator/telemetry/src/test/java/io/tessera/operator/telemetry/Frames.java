package io.tessera.operator.telemetry;

import io.tessera.testing.testkit.TelemetryDecoder;
import io.tessera.testing.testkit.TelemetryDecoder.Event;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Messages one after another, read as a receiver on one connection reads them. */
final class Frames {
  private final TelemetryDecoder decoder = new TelemetryDecoder(2);
  private long next;

  /** The events in these bytes, which follow those of the calls before. */
  List<Event> read(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    List<Event> events = new ArrayList<>();
    while (in.hasRemaining()) {
      byte[] message = new byte[in.getInt()];
      in.get(message);
      Event event = decoder.event(message, next);
      next += event.type() == 0 ? (Long) event.fields().get(1) : 1;
      events.add(event);
    }
    return events;
  }

  /** Ids on the connection, of the events in these bytes. */
  static List<Long> ids(List<Event> events) {
    return events.stream().map(Event::id).toList();
  }
}

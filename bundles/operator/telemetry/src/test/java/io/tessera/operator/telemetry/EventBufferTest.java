package io.tessera.operator.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.testing.testkit.TelemetryDecoder.Event;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Ids, and what is said of events that are not sent (JIP-3, "Dropped"). */
class EventBufferTest {
  /** Size, time, discriminator and a flag. */
  private static final int FRAME = 4 + 8 + 1 + 1;

  private final EventBuffer buffer = new EventBuffer(10 * FRAME);

  private void add(long from, long to) {
    for (long time = from; time <= to; time++) {
      buffer.add(time, new StatusMessages.SyncStatusChanged(time % 2 == 0));
    }
  }

  private static List<Long> range(long from, long to) {
    return LongStream.rangeClosed(from, to).boxed().toList();
  }

  private static void dropped(Event event, long id, long first, long last, long count) {
    assertEquals(0, event.type());
    assertEquals(id, event.id());
    assertEquals(first, event.time());
    assertEquals(List.of(last, count), event.fields());
  }

  @Test
  void whatThereIsRoomForIsSentAsItCame() {
    Frames frames = new Frames();
    buffer.reconnected();
    add(100, 104);
    assertEquals(range(0, 2), Frames.ids(frames.read(buffer.take(3 * FRAME))));
    add(105, 106);
    List<Event> rest = frames.read(buffer.take(1000));
    assertEquals(range(3, 6), Frames.ids(rest));
    assertEquals(range(103, 106), rest.stream().map(Event::time).toList());
    assertTrue(buffer.isEmpty());
    assertEquals(0, buffer.lost());
  }

  @Test
  void theOldestGoAndAreCounted() {
    Frames frames = new Frames();
    buffer.reconnected();
    add(100, 102);
    frames.read(buffer.take(2 * FRAME)); // 0 and 1
    add(103, 120); // of 2 to 20, the last ten stay
    assertEquals(9, buffer.lost());
    List<Event> events = frames.read(buffer.take(1000));
    dropped(events.getFirst(), 2, 102, 110, 9);
    assertEquals(range(11, 20), Frames.ids(events.subList(1, events.size())));
    assertEquals(111, events.get(1).time());
    add(121, 121);
    assertEquals(range(21, 21), Frames.ids(frames.read(buffer.take(1000))));
  }

  /** What one connection has taken is not sent again; ids go on where they were. */
  @Test
  void anotherConnectionIsToldThatItMissesWhatWasBefore() {
    buffer.reconnected();
    add(100, 104);
    new Frames().read(buffer.take(1000));
    buffer.reconnected();
    add(105, 105);
    List<Event> events = new Frames().read(buffer.take(1000));
    dropped(events.getFirst(), 0, 100, 104, 5);
    assertEquals(5, events.get(1).id());
  }

  @Test
  void whatWasDroppedMeanwhileIsInTheSameRange() {
    buffer.reconnected();
    add(100, 104);
    new Frames().read(buffer.take(1000));
    add(105, 107); // lost to the buffer while nobody is connected
    add(108, 117);
    buffer.reconnected();
    add(118, 118);
    List<Event> events = new Frames().read(buffer.take(1000));
    dropped(events.getFirst(), 0, 100, 108, 9);
    assertEquals(range(9, 18), Frames.ids(events.subList(1, events.size())));
    assertEquals(4, buffer.lost());
  }

  @Test
  void aConnectionThatGetsNothingTakesNothingAlong() {
    add(100, 101);
    buffer.reconnected();
    buffer.reconnected();
    assertEquals(range(0, 1), Frames.ids(new Frames().read(buffer.take(1000))));
  }

  @Test
  void anEventThatIsLargerThanTheBufferIsDropped() {
    buffer.reconnected();
    buffer.add(7, new ConnectionMessages.ConnectInFailed(0, "x".repeat(128)));
    assertTrue(buffer.isEmpty());
    add(8, 8);
    List<Event> events = new Frames().read(buffer.take(1));
    dropped(events.getFirst(), 0, 7, 7, 1);
    assertEquals(1, events.size(), "no more than asked for");
    assertEquals(1, buffer.lost());
  }
}

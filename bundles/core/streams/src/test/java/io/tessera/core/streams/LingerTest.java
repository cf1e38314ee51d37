package io.tessera.core.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tessera.net.Fault;
import io.tessera.net.PeerStream;
import io.tessera.net.StreamProtocol;
import io.tessera.net.event.StreamEvents;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A stream that has ended well, and has something left to send. */
class LingerTest {
  private static final long NOW = 1;

  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
  private final EventHub events = new EventHub();
  private final AtomicInteger ends = new AtomicInteger();
  private final StreamRuntime runtime =
      new StreamRuntime(Settings.DEFAULT, () -> NOW, timer, events);
  private final FakeConnection connection = new FakeConnection(false);
  private Link link;
  private FakeStream stream;
  private WireStream wire;

  @BeforeEach
  void open() {
    runtime.bind(
        200,
        new StreamProtocol() {
          @Override
          public String name() {
            return "test";
          }

          @Override
          public void serve(PeerStream served) {}
        },
        new Provider("test", "1.0.0", 0, 0));
    link = (Link) runtime.attach(connection, connection);
    events.add(
        event -> {
          if (event instanceof StreamEvents.Ended) {
            ends.incrementAndGet();
            link.sweep(NOW);
          }
        });
    stream = connection.peerOpens().comes("c8");
    stream.queued = 5;
    wire = (WireStream) stream.handler;
  }

  @AfterEach
  void close() {
    runtime.close();
    timer.shutdownNow();
  }

  @Test
  void aSweepWhileItEndsDoesNotResetIt() {
    wire.end(null);
    assertEquals(1, ends.get(), "there was a sweep in the middle");
    assertEquals(-1, stream.resetCode);
    assertEquals(1, link.activeStreams());
  }

  /** A bundle that is gone has no classes any more that are not in use. */
  @Test
  void theTransportOfAConnectionThatIsGoneIsNotCalled() {
    connection.close(0, "the transport stops");
    assertEquals(-1, stream.resetCode);
    assertEquals(0, link.activeStreams());
  }

  @Test
  void aPeerThatDoesNotTakeTheRestInTimeLosesIt() {
    wire.end(null);
    link.sweep(wire.deadline());
    assertEquals(Fault.TIMEOUT.code(), stream.resetCode);
    assertEquals(0, link.activeStreams());
  }
}

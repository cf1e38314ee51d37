package io.tessera.transport.quic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.net.transport.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StreamTest {
  private static final int STREAMS = 20;

  private Node a;
  private Node b;
  private Connection dialed;
  private Connection accepted;

  @BeforeEach
  void connect() throws Exception {
    a = new Node();
    b = new Node(Settings.maxStreams(QuicSettings.listenOn("127.0.0.1", 0), STREAMS));
    dialed = a.dial(b);
    accepted = b.next();
  }

  @AfterEach
  void close() {
    a.close();
    b.close();
  }

  @Test
  void aResetReachesTheOtherSideWithItsCode() throws Exception {
    Wires wires = Wires.start(dialed);
    Wires others = Wires.start(accepted);
    Wire mine = wires.open();
    mine.send(new byte[] {1});
    Wire theirs = others.next();
    mine.stream.reset(77);
    assertEquals(77, Node.get(theirs.reset));
    Wire second = wires.open();
    second.send(new byte[] {1});
    others.next().stream.reset(78);
    assertEquals(78, Node.get(second.reset));
    assertEquals(0, mine.ends.get(), "who resets hears nothing more");
    assertEquals(1, theirs.ends.get());
  }

  @Test
  void aResetDropsWhatIsQueued() throws Exception {
    Wires wires = Wires.start(dialed);
    Wires others = Wires.start(accepted);
    Wire mine = wires.open();
    mine.send(new byte[] {1});
    Wire theirs = others.next();
    theirs.stream.reading(false);
    mine.send(new byte[16 << 20]);
    mine.stream.reset(5);
    Wire after = wires.open();
    after.finish(new byte[] {2});
    assertArrayEquals(new byte[] {2}, Node.get(others.next().fin), "later tasks see the reset");
    assertEquals(0, mine.stream.queued());
    mine.send(new byte[100]);
    Wire last = wires.open();
    last.finish(new byte[] {3});
    Node.get(others.next().fin);
    assertEquals(0, mine.stream.queued(), "and what is written afterwards is dropped");
  }

  @Test
  void oneHalfCanEndBeforeTheOther() throws Exception {
    Wires wires = Wires.start(dialed);
    Wires others = Wires.start(accepted);
    Wire mine = wires.open();
    mine.finish(new byte[] {1});
    Wire theirs = others.next();
    Node.get(theirs.fin);
    theirs.send(new byte[] {2, 3});
    Node.get(mine.first);
    assertFalse(mine.fin.isDone());
    theirs.finish(new byte[] {4});
    assertArrayEquals(new byte[] {2, 3, 4}, Node.get(mine.fin));
    assertThrows(IllegalStateException.class, () -> mine.send(new byte[1]));
  }

  @Test
  void aFinAloneIsDelivered() throws Exception {
    Wires wires = Wires.start(dialed);
    Wires.echo(accepted);
    Wire mine = wires.open();
    mine.finish(new byte[0]);
    assertEquals(0, Node.get(mine.fin).length);
  }

  @Test
  void streamsBeyondTheLimitFailAndTheOthersGoOn() throws Exception {
    Wires wires = Wires.start(dialed);
    Wires others = Wires.start(accepted);
    assertEquals(STREAMS, dialed.openableStreams());
    List<Wire> open = new ArrayList<>();
    for (int i = 0; i < STREAMS; i++) {
      Wire wire = wires.open();
      wire.send(new byte[] {(byte) i});
      open.add(wire);
    }
    assertEquals(0, dialed.openableStreams());
    Wire tooMany = wires.open();
    assertTrue(Node.get(tooMany.closed).contains("allows no further stream"));
    assertEquals(-1, tooMany.stream.id());
    for (int i = 0; i < STREAMS; i++) {
      others.next().stream.reset(1);
    }
    for (Wire wire : open) {
      assertEquals(1, Node.get(wire.reset));
    }
    Long available = 0L;
    while (available != null && available == 0) {
      available = wires.available.poll(Node.SECONDS, TimeUnit.SECONDS);
    }
    assertTrue(available != null, "a stream that is over makes room");
    Wire next = wires.open();
    next.send(new byte[] {1});
    others.next();
    assertEquals(4 * STREAMS, next.stream.id(), "an attempt that failed takes no id");
  }

  @Test
  void manyStreamsOneAfterTheOther() throws Exception {
    Wires wires = Wires.start(dialed);
    Wires.echo(accepted);
    for (int i = 0; i < 10 * STREAMS; i++) {
      Wire wire = wires.open();
      wire.finish(new byte[] {(byte) i});
      assertEquals((byte) i, Node.get(wire.fin)[0]);
    }
  }

  @Test
  void streamsOpenedBeforeTheStartAreKept() throws Exception {
    Wires wires = Wires.start(dialed);
    for (int i = 0; i < STREAMS; i++) {
      wires.open().finish(new byte[] {(byte) i});
    }
    Wires others = Wires.start(accepted);
    for (int i = 0; i < STREAMS; i++) {
      assertEquals(i, Node.get(others.next().fin)[0]);
    }
  }

  @Test
  void whoDoesNotReadHoldsTheSenderBack() throws Exception {
    Wires wires = Wires.start(dialed);
    Wires others =
        Wires.start(
            accepted,
            () ->
                new Wire() {
                  @Override
                  public void data(java.nio.ByteBuffer data) {
                    super.data(data);
                    if (!first.isCancelled() && data.limit() > 0) {
                      stream.reading(resumed.isDone());
                    }
                  }
                });
    Wire mine = wires.open();
    byte[] data = new byte[8 << 20];
    mine.finish(data);
    Wire theirs = others.next();
    Node.get(theirs.first);
    Wire ping = wires.open();
    ping.finish(new byte[1]);
    others.next();
    assertTrue(mine.stream.queued() > 0, "the stream window is smaller");
    assertFalse(theirs.fin.isDone());
    resumed.complete(null);
    theirs.stream.reading(true);
    assertEquals(data.length, Node.get(theirs.fin).length);
    assertEquals(0, mine.stream.queued());
    assertTrue(mine.writables.get() > 0);
  }

  private final CompletableFuture<Void> resumed = new CompletableFuture<>();

  @Test
  void theEndOfTheConnectionEndsEachStreamOnce() throws Exception {
    Wires wires = Wires.start(dialed);
    Wires others = Wires.start(accepted);
    List<Wire> all = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Wire mine = wires.open();
      mine.send(new byte[] {1});
      all.add(mine);
      all.add(others.next());
    }
    dialed.close(9, "enough");
    for (Wire each : all) {
      assertTrue(Node.get(each.closed).contains("enough"));
    }
    assertEquals("closed by the peer: code 9 'enough'", Node.reason(accepted));
    assertEquals("closed by this side: enough", Node.reason(dialed));
    all.forEach(each -> assertEquals(1, each.ends.get()));
    assertEquals(0, dialed.openableStreams());
  }

  @Test
  void aHandlerThatThrowsLosesItsStreamOnly() throws Exception {
    Wires wires = Wires.start(dialed);
    Wires others =
        Wires.start(
            accepted,
            () ->
                new Wire() {
                  @Override
                  public void data(java.nio.ByteBuffer data) {
                    if (data.get(data.position()) == 13) {
                      throw new IllegalStateException("a bug");
                    }
                    super.data(data);
                  }
                });
    Wire bad = wires.open();
    bad.send(new byte[] {13});
    assertEquals(0, Node.get(bad.reset));
    Wire good = wires.open();
    good.finish(new byte[] {1});
    others.next();
    assertArrayEquals(new byte[] {1}, Node.get(others.next().fin));
  }

  @Test
  void theHandlerIsToldOncePerReadCycle() throws Exception {
    Wires wires = Wires.start(dialed);
    Wires others = Wires.start(accepted);
    for (int i = 0; i < STREAMS - 1; i++) {
      wires.open().finish(new byte[] {(byte) i});
    }
    for (int i = 0; i < STREAMS - 1; i++) {
      Node.get(others.next().fin);
    }
    Wire last = wires.open();
    last.send(new byte[1]);
    others.next();
    Node.get(others.cycled);
    assertTrue(others.cycles.get() <= STREAMS, "not once per stream: " + others.cycles);
  }

  /** What ends by a reset stays in the codec's table unless it is taken out. */
  @Test
  void nothingIsLeftOfStreamsThatHaveEnded() throws Exception {
    Wires wires = Wires.start(dialed);
    Wires others = Wires.start(accepted);
    for (int i = 0; i < 3 * STREAMS; i++) {
      Wire mine = wires.open();
      mine.send(new byte[] {1});
      Wire theirs = others.next();
      if (i % 3 == 0) {
        mine.stream.reset(1);
        Node.get(theirs.reset);
      } else if (i % 3 == 1) {
        theirs.stream.reset(1);
        Node.get(mine.reset);
      } else {
        mine.finish(new byte[0]);
        Node.get(theirs.fin);
        theirs.finish(new byte[0]);
        Node.get(mine.fin);
      }
    }
    assertEquals(0, Table.size(dialed));
    assertEquals(0, Table.size(accepted));
  }
}

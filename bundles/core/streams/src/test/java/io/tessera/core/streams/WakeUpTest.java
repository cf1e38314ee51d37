package io.tessera.core.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.JamReader;
import io.tessera.lib.codec.JamWriter;
import io.tessera.net.Fault;
import io.tessera.net.PeerStream;
import io.tessera.net.StreamException;
import io.tessera.net.StreamProtocol;
import io.tessera.net.event.NodeEvents;
import io.tessera.net.transport.Connection;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When threads start and wake: at the end of a read cycle, when there is something whole. */
@Timeout(30)
class WakeUpTest {
  private static final Codec<Bytes> ALL =
      new Codec<>() {
        @Override
        public Bytes decode(JamReader in) {
          return Bytes.wrap(in.bytes((int) in.remaining()));
        }

        @Override
        public void encode(Bytes value, JamWriter out) {
          out.bytes(value);
        }
      };

  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
  private final StreamRuntime runtime =
      new StreamRuntime(Settings.DEFAULT, System::nanoTime, timer, NodeEvents.NONE);
  private final FakeConnection connection = new FakeConnection(false);
  private final AtomicInteger started = new AtomicInteger();
  private final AtomicReference<Thread> thread = new AtomicReference<>();

  @AfterEach
  void close() {
    runtime.close();
    timer.shutdownNow();
  }

  private interface Body {
    void serve(PeerStream stream) throws StreamException;
  }

  private void serve(Body body) {
    StreamProtocol protocol =
        new StreamProtocol() {
          @Override
          public String name() {
            return "test";
          }

          @Override
          public void serve(PeerStream stream) throws StreamException {
            thread.set(Thread.currentThread());
            started.incrementAndGet();
            body.serve(stream);
          }
        };
    runtime.bind(200, protocol, new Provider("test", "1.0.0", 0, 0));
    runtime.attach(connection, connection);
  }

  @Test
  void nothingStartsBeforeTheReadCycleEnds() throws Exception {
    CountDownLatch all = new CountDownLatch(3);
    serve(
        stream -> {
          stream.read(ALL);
          all.countDown();
          stream.finish();
        });
    for (int i = 0; i < 3; i++) {
      connection.peerOpens().comes("c8 01000000 aa").handler.fin();
    }
    assertEquals(0, started.get());
    assertEquals(3, all.getCount());
    connection.handler.readComplete();
    all.await();
    assertEquals(3, started.get());
  }

  @Test
  void aReaderIsWokenOncePerWholeMessageAndAtTheEndOfTheCycle() throws Exception {
    CountDownLatch firstRead = new CountDownLatch(1);
    serve(
        stream -> {
          stream.read(ALL);
          firstRead.countDown();
          stream.write(stream.read(ALL));
          stream.finish();
        });
    FakeStream stream = connection.peerOpens().comes("c8 01000000 aa");
    connection.handler.readComplete();
    firstRead.await();
    awaitParked();
    stream.comes("02000000 01");
    connection.handler.readComplete();
    assertStaysParked(); // the message is not whole
    stream.comes("02");
    assertStaysParked(); // the cycle is not over
    stream.handler.fin();
    connection.handler.readComplete();
    assertEquals("020000000102", stream.awaitFin());
  }

  @Test
  void theLastMessageAndFinAreOneWrite() throws Exception {
    serve(stream -> stream.finish(ALL, stream.read(ALL)));
    FakeStream stream = connection.peerOpens().comes("c8 02000000 0102");
    stream.handler.fin();
    connection.handler.readComplete();
    assertEquals("020000000102", stream.awaitFin());
    assertEquals(1, stream.writes.get());
  }

  private void awaitParked() {
    while (thread.get().getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
  }

  /** A thread that had been woken would have run within so many rounds. */
  private void assertStaysParked() {
    for (int i = 0; i < 100_000; i++) {
      assertEquals(Thread.State.WAITING, thread.get().getState());
    }
  }

  @Test
  void aMessageAndItsHeadGoOutInOneWrite() throws Exception {
    serve(
        stream -> {
          stream.write(ALL, stream.read(ALL));
          stream.write(Bytes.fromHex("bb"));
          stream.finish();
        });
    FakeStream stream = connection.peerOpens().comes("c8 01000000 aa");
    stream.handler.fin();
    connection.handler.readComplete();
    assertEquals("01000000aa01000000bb", stream.awaitFin());
    assertEquals(3, stream.writes.get());
  }

  @Test
  void readingIsOffAboveTheBudgetAndOnAgainBelowHalf() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch served = new CountDownLatch(1);
    serve(
        stream -> {
          try {
            go.await();
          } catch (InterruptedException e) {
            return;
          }
          for (int i = 0; i < 5; i++) {
            stream.read(ALL);
          }
          served.countDown();
          stream.finish();
        });
    FakeStream stream = connection.peerOpens().comes("c8");
    for (int i = 0; i < 5; i++) {
      assertTrue(stream.reading);
      stream.comes("f0ff0000").comes(new byte[0xfff0]); // 65,524 bytes with the size
    }
    assertFalse(stream.reading);
    connection.handler.readComplete();
    go.countDown();
    served.await();
    assertTrue(stream.reading);
  }

  @Test
  void theKindByteGoesOutWithTheFirstMessage() throws Exception {
    runtime.attach(connection, connection);
    try (PeerStream stream = runtime.open(connection.id(), 200, java.time.Duration.ofSeconds(5))) {
      stream.write(Bytes.fromHex("aabb"));
      FakeStream opened = connection.opened.getFirst();
      assertEquals("c802000000aabb", opened.written());
      assertEquals(1, opened.writes.get());
    }
    assertEquals(0, connection.opened.getFirst().awaitReset());
  }

  @Test
  void whatThisSideClosesIsNoFailureOfThePeer() throws Exception {
    runtime.attach(connection, connection);
    PeerStream first = runtime.open(connection.id(), 200, Duration.ofSeconds(30));
    connection.close(0, Connection.CLOSED_HERE + ": the transport stopped");
    assertEquals(Fault.CANCELLED, fault(first));

    FakeConnection other = new FakeConnection(false);
    runtime.attach(other, other);
    PeerStream second = runtime.open(other.id(), 200, Duration.ofSeconds(30));
    other.close(0, Connection.CLOSED_BY_PEER + ": bye");
    assertEquals(Fault.DISCONNECTED, fault(second));
  }

  /** A transport may tell its streams before its connection. */
  @Test
  void aStreamThatThisSideClosesIsNoFailureOfThePeer() throws Exception {
    runtime.attach(connection, connection);
    PeerStream first = runtime.open(connection.id(), 200, Duration.ofSeconds(30));
    connection.opened.getFirst().handler.closed(Connection.CLOSED_HERE + ": the transport stopped");
    assertEquals(Fault.CANCELLED, fault(first));

    PeerStream second = runtime.open(connection.id(), 200, Duration.ofSeconds(30));
    connection.opened.getLast().handler.closed(Connection.CLOSED_BY_PEER + ": bye");
    assertEquals(Fault.DISCONNECTED, fault(second));
  }

  private static Fault fault(PeerStream stream) {
    return assertThrows(StreamException.class, () -> stream.read(ALL)).fault();
  }
}

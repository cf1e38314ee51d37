package io.tessera.core.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a connection's streams may hold in memory, and that it is given back. */
@Timeout(30)
class BudgetTest {
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

  @AfterEach
  void close() {
    runtime.close();
    timer.shutdownNow();
  }

  /** Kinds 200 to 202 take one message and answer it. */
  private Link answerWith(byte[] answer) {
    StreamProtocol protocol =
        new StreamProtocol() {
          @Override
          public String name() {
            return "test";
          }

          @Override
          public void serve(PeerStream stream) throws StreamException {
            stream.read(ALL);
            stream.readFin();
            stream.finish(ALL, Bytes.wrap(answer));
          }
        };
    for (int kind = 200; kind <= 202; kind++) {
      runtime.bind(kind, protocol, new Provider("test", "1.0.0", 0, 0));
    }
    return (Link) runtime.attach(connection, connection);
  }

  private static void awaitTrue(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      assertFalse(Thread.interrupted(), "it does not come true");
      Thread.yield();
    }
  }

  private static boolean hasEnded(WireStream wire) {
    try {
      wire.check();
      return false;
    } catch (StreamException e) {
      return true;
    }
  }

  private FakeStream asks() {
    FakeStream stream = connection.peerOpens();
    stream.comes("c8 01000000 aa").handler.fin();
    connection.handler.readComplete();
    return stream;
  }

  /** First messages that are never whole keep the connection above its budget. */
  @Test
  void aStreamWaitsForRoomOnceAndNoLongerThanItLives() throws Exception {
    Link link = answerWith(new byte[1]);
    int stuck = 70; // of 65,000 bytes each: a little more than the budget
    for (int i = 0; i < stuck; i++) {
      connection
          .peerOpens()
          .comes(i % 2 == 0 ? "c9 00000100" : "ca 00000100")
          .comes(new byte[65_000]);
    }
    assertTrue(link.inbound().used() > Settings.DEFAULT.connectionInbound());
    for (int i = 0; i < 500; i++) {
      asks().awaitFin();
    }
    awaitTrue(() -> link.activeStreams() == stuck);
    assertTrue(link.inbound().waiting() <= stuck, () -> link.inbound().waiting() + " wait");
    connection.close(0, "bye");
    assertEquals(0, link.inbound().used());
    assertEquals(0, link.inbound().waiting());
  }

  /** The peer has asked and finished, then it resets, or stops the answer that waits for it. */
  @Test
  void whatAPeerWantsNoMoreIsNotCountedOnceItsStreamHasEnded() throws Exception {
    Link link = answerWith(new byte[60_000]);
    for (int i = 0; i < 3; i++) {
      FakeStream stream = connection.peerOpens();
      stream.queued = 60_004;
      stream.comes("c8 01000000 aa").handler.fin();
      connection.handler.readComplete();
      stream.awaitFin();
      WireStream wire = (WireStream) stream.handler;
      awaitTrue(() -> hasEnded(wire));
      assertEquals(60_004, link.outbound().used());
      stream.queued = 0; // a transport drops first, then it tells
      stream.handler.reset(0);
      assertEquals(0, link.outbound().used());
      assertEquals(0, link.activeStreams());
    }
  }

  /** The same when the transport has dropped the bytes before the stream has ended. */
  @Test
  void whatAPeerWantedNoMoreIsNotCountedWhenItsStreamEnds() throws Exception {
    Link link = answerWith(new byte[0]);
    FakeStream stream = connection.peerOpens();
    WireStream wire = (WireStream) stream.handler;
    stream.comes("c8");
    stream.queued = 100;
    wire.outbox().write(new byte[100], 0, 100, true);
    assertEquals(100, link.outbound().used());
    stream.queued = 0;
    wire.end(null);
    assertEquals(0, link.outbound().used());
    assertEquals(0, link.activeStreams());
  }

  @Test
  void aWriterWaitsForRoomOnceAndNoLongerThanItWrites() throws Exception {
    Link link = (Link) runtime.attach(connection, connection);
    link.outbound().add(2L * Settings.DEFAULT.connectionOutbound());
    PeerStream stream = runtime.open(connection.id(), 200, Duration.ofSeconds(30));
    CompletableFuture<Fault> fault = new CompletableFuture<>();
    Thread writer =
        Thread.startVirtualThread(
            () -> {
              try {
                stream.write(Bytes.fromHex("aa"));
              } catch (StreamException e) {
                fault.complete(e.fault());
              }
            });
    awaitTrue(() -> writer.getState() == Thread.State.WAITING);
    WireStream wire = (WireStream) connection.opened.getFirst().handler;
    for (int i = 0; i < 100; i++) {
      link.outbound().waits(wire.outbox());
    }
    assertEquals(1, link.outbound().waiting());
    writer.interrupt();
    assertEquals(Fault.CANCELLED, fault.get(10, TimeUnit.SECONDS));
    awaitTrue(() -> link.outbound().waiting() == 0);
  }
}

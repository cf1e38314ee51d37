package io.tessera.testing.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.lib.codec.Bytes;
import io.tessera.net.Fault;
import io.tessera.net.StreamProtocol;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A protocol that is stopped while it works. */
@Timeout(60)
class HotSwapTest {
  private static final int KIND = 200;
  private static final String GOOD = "c8 02000000 0102";

  private final TestNode node = new TestNode();
  private final RawPeer raw = RawPeer.dialing(node);

  @AfterEach
  void close() {
    raw.close();
    node.close();
  }

  @Test
  void runningWorkDrains() throws Exception {
    CountDownLatch working = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    StreamProtocol protocol =
        Protocols.of(
            stream -> {
              working.countDown();
              awaitQuietly(go);
              Protocols.echo(stream);
            });
    node.serve(KIND, protocol);
    RawStream stream = raw.open();
    stream.send(GOOD).fin();
    working.await();
    Thread stopping = Thread.ofVirtual().start(() -> node.streams().unbind(protocol));
    while (stopping.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    RawStream late = raw.open();
    late.send(GOOD).fin();
    assertEquals(Fault.REFUSED.code(), late.awaitReset());
    go.countDown();
    assertEquals("020000000102", stream.receiveAll());
    assertTrue(stopping.join(Duration.ofSeconds(10)));
  }

  @Test
  void workThatDoesNotDrainIsInterruptedAndReset() throws Exception {
    CountDownLatch working = new CountDownLatch(1);
    AtomicBoolean interrupted = new AtomicBoolean();
    StreamProtocol protocol =
        Protocols.of(
            stream -> {
              working.countDown();
              awaitQuietly(new CountDownLatch(1));
              interrupted.set(Thread.currentThread().isInterrupted());
              Protocols.echo(stream);
            });
    node.serve(KIND, protocol);
    node.serve(201, Protocols.of(Protocols::echo));
    RawStream stream = raw.open();
    stream.send(GOOD).fin();
    RawStream incomplete = raw.open();
    incomplete.send("c8 02000000 01");
    RawStream unaffected = raw.open();
    unaffected.send("c9 02000000 01");
    working.await();
    Thread stopping = Thread.ofVirtual().start(() -> node.streams().unbind(protocol));
    assertEquals(Fault.REFUSED.code(), incomplete.awaitReset());
    while (stopping.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    node.clock().advance(Duration.ofMillis(1999));
    assertFalse(interrupted.get());
    node.clock().advance(Duration.ofMillis(1));
    assertEquals(Fault.REFUSED.code(), stream.awaitReset());
    assertTrue(stopping.join(Duration.ofSeconds(10)));
    assertTrue(interrupted.get());
    unaffected.send("02").fin();
    assertEquals("020000000102", unaffected.receiveAll());
  }

  @Test
  void aThreadThatIgnoresItHoldsNobodyUp() throws Exception {
    CountDownLatch working = new CountDownLatch(1);
    AtomicBoolean end = new AtomicBoolean();
    StreamProtocol protocol =
        Protocols.of(
            stream -> {
              working.countDown();
              while (!end.get()) {
                Thread.onSpinWait();
              }
            });
    node.serve(KIND, protocol);
    raw.open().send(GOOD);
    working.await();
    node.stop(protocol);
    end.set(true);
  }

  @Test
  void aLowerRankingTakesOverWithoutAGap() throws Exception {
    StreamProtocol better =
        Protocols.of(
            stream -> {
              stream.read(Protocols.ALL);
              stream.write(Bytes.fromHex("ff"));
              stream.finish();
            });
    node.serve(KIND, Protocols.of(Protocols::echo));
    node.serve(KIND, better, 1);
    RawStream first = raw.open();
    first.send(GOOD).fin();
    assertEquals("01000000ff", first.receiveAll());
    node.stop(better);
    RawStream second = raw.open();
    second.send(GOOD).fin();
    assertEquals("020000000102", second.receiveAll());
  }

  @Test
  void nothingKeepsAStoppedProtocol() throws Exception {
    AtomicReference<StreamProtocol> protocol = new AtomicReference<>(new Captured());
    WeakReference<StreamProtocol> weak = new WeakReference<>(protocol.get());
    node.streams()
        .bind(KIND, protocol.get(), new io.tessera.core.streams.Provider("test", "1.0.0", 0, 1));
    RawStream stream = raw.open();
    stream.send(GOOD).fin();
    assertEquals("020000000102", stream.receiveAll());
    RawStream open = raw.open();
    open.send("c8 02000000");
    RawStream waiting = raw.open();
    waiting.send(GOOD);
    node.clock().advance(Duration.ofMillis(10));
    Thread stopping = Thread.ofVirtual().start(() -> node.streams().unbind(protocol.get()));
    while (stopping.isAlive()) {
      node.clock().advance(Duration.ofSeconds(1));
      Thread.onSpinWait();
    }
    protocol.set(null);
    stopping = null;
    for (int i = 0; i < 50 && weak.get() != null; i++) {
      System.gc();
      node.clock().advance(Duration.ofSeconds(1));
    }
    assertEquals(null, weak.get());
  }

  /** Its code is this class's: only the object can be collected here, in a container the loader. */
  private static final class Captured implements StreamProtocol {
    @Override
    public String name() {
      return "captured";
    }

    @Override
    public void serve(io.tessera.net.PeerStream stream) throws io.tessera.net.StreamException {
      Protocols.echo(stream);
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package io.tessera.testing.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.core.streams.Settings;
import io.tessera.lib.codec.Bytes;
import io.tessera.net.Fault;
import io.tessera.net.PeerStream;
import io.tessera.net.StreamException;
import io.tessera.net.StreamProtocol.Limits;
import io.tessera.net.transport.StreamHost.Attachment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How many streams a peer may have, and how much it may make us hold. */
@Timeout(60)
class QuotaTest {
  private static final int KIND = 200;
  private static final String GOOD = "c8 02000000 0102";

  @Test
  void tenThousandStreamsAtOnceStartNoMoreThanTheQuota() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    AtomicInteger running = new AtomicInteger();
    try (TestNode node = new TestNode();
        RawPeer raw = RawPeer.dialing(node, new MemoryLink.Limits(20_000, 256 * 1024))) {
      node.serve(
          KIND,
          Protocols.of(
              new Limits(1000, Duration.ofSeconds(10), 64),
              stream -> {
                running.incrementAndGet();
                awaitQuietly(go);
                Protocols.echo(stream);
              }));
      CompletableFuture<List<RawStream>> opened = new CompletableFuture<>();
      raw.together(
          () ->
              opened.complete(
                  Stream.generate(() -> raw.open().send(GOOD).fin()).limit(10_000).toList()));
      List<RawStream> streams = opened.get();
      for (RawStream refused : streams.subList(64, 10_000)) {
        assertEquals(Fault.REFUSED.code(), refused.awaitReset());
      }
      go.countDown();
      for (RawStream served : streams.subList(0, 64)) {
        assertEquals("020000000102", served.receiveAll());
      }
      assertEquals(64, running.get());
    }
  }

  @Test
  void streamsWithoutAKindAreBounded() throws Exception {
    Settings small = withBounds(256 * 1024, 4 << 20, 256 * 1024, 4 << 20, 10);
    try (TestNode node = new TestNode(TestNode.id(1), new VirtualClock(), small);
        MemoryLink link = new MemoryLink(RawPeer.ID, node.id());
        RawPeer raw = RawPeer.unattached(link)) {
      node.attach(link.acceptor());
      node.serve(KIND, Protocols.of(Protocols::echo));
      List<RawStream> open = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        open.add(raw.open().send("c8"));
      }
      RawStream oneMore = raw.open();
      oneMore.send("c8");
      assertEquals(Fault.REFUSED.code(), oneMore.awaitReset());
      open.getFirst().send("02000000 0102").fin();
      assertEquals("020000000102", open.getFirst().receiveAll());
    }
  }

  @Test
  void aStreamOfAPeerThatDoesNotStopIsHeldBack() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    Settings small = withBounds(64 * 1024, 1 << 20, 256 * 1024, 4 << 20, 1000);
    try (TestNode node = new TestNode(TestNode.id(1), new VirtualClock(), small);
        MemoryLink link =
            new MemoryLink(RawPeer.ID, node.id(), new MemoryLink.Limits(10, 16 * 1024));
        RawPeer raw = RawPeer.unattached(link)) {
      node.attach(link.acceptor());
      node.serve(
          KIND,
          Protocols.of(
              stream -> {
                stream.read(Protocols.TWO);
                awaitQuietly(go);
                Bytes large = stream.read(Protocols.ALL, 1 << 20);
                stream.readFin();
                stream.write(large);
                stream.finish();
              }));
      RawStream stream = raw.open();
      stream.send(GOOD).send("00000800").send(new byte[512 * 1024]).fin();
      RawStream after = raw.open();
      after.send("ff");
      assertEquals(Fault.REFUSED.code(), after.awaitReset());
      // 64 KiB in our inbox, one delivery more, and a window of 16 KiB at most.
      long notTaken = stream.queued();
      assertTrue(notTaken >= (512 - 64 - 16 - 16) * 1024, "only " + notTaken + " bytes held back");
      go.countDown();
      stream.receiveAll();
      assertEquals(512 * 1024 + 4, stream.received());
    }
  }

  @Test
  void theStreamsOfAConnectionTogetherAreHeldBack() throws Exception {
    Settings small = withBounds(64 * 1024, 128 * 1024, 256 * 1024, 4 << 20, 1000);
    try (TestNode node = new TestNode(TestNode.id(1), new VirtualClock(), small);
        MemoryLink link =
            new MemoryLink(RawPeer.ID, node.id(), new MemoryLink.Limits(100, 4 * 1024));
        RawPeer raw = RawPeer.unattached(link)) {
      node.attach(link.acceptor());
      Limits limits = new Limits(60_000, Duration.ofSeconds(10), 64);
      node.serve(KIND, Protocols.of(limits, Protocols::echo));
      List<RawStream> streams = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        // All but the last byte of a message of 50,000 bytes: no thread starts.
        streams.add(raw.open().send("c8 50c30000").send(new byte[49_999]));
      }
      RawStream after = raw.open();
      after.send("ff");
      assertEquals(Fault.REFUSED.code(), after.awaitReset());
      long held = 40 * 50_000 - streams.stream().mapToLong(RawStream::queued).sum();
      // 128 KiB in inboxes, and for each stream one delivery and one window.
      assertTrue(held <= 128 * 1024 + 40 * 8 * 1024, held + " bytes taken");
      node.clock().advance(Duration.ofSeconds(11));
      for (RawStream stream : streams) {
        assertEquals(Fault.TIMEOUT.code(), stream.awaitReset());
      }
      RawStream good = raw.open();
      good.send(GOOD).fin();
      assertEquals("020000000102", good.receiveAll());
    }
  }

  @Test
  void aWriterWaitsForASlowReader() throws Exception {
    AtomicInteger chunks = new AtomicInteger();
    AtomicReference<Thread> writer = new AtomicReference<>();
    try (TestNode node = new TestNode();
        RawPeer raw = RawPeer.dialing(node, new MemoryLink.Limits(10, 16 * 1024))) {
      node.serve(
          KIND,
          Protocols.of(
              stream -> {
                stream.read(Protocols.TWO);
                stream.readFin();
                writer.set(Thread.currentThread());
                Bytes chunk = Bytes.wrap(new byte[64 * 1024]);
                try (var out = stream.beginWrite(64L * 64 * 1024)) {
                  for (int i = 0; i < 64; i++) {
                    out.write(chunk);
                    chunks.incrementAndGet();
                  }
                }
                stream.finish();
              }));
      RawStream stream = raw.open();
      stream.reading(false);
      stream.send(GOOD).fin();
      // 256 KiB of budget, the chunk that goes over it, one that is being filled, and the window.
      while (chunks.get() < 4 || writer.get().getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
      assertTrue(chunks.get() >= 4 && chunks.get() <= 7, chunks + " chunks of 64 were written");
      stream.reading(true);
      stream.receiveAll();
      assertEquals(4 + 64 * 64 * 1024, stream.received());
    }
  }

  @Test
  void aPeerThatNeverReadsIsTimedOut() throws Exception {
    LinkedBlockingQueue<StreamException> thrown = new LinkedBlockingQueue<>();
    CountDownLatch answering = new CountDownLatch(1);
    try (TestNode node = new TestNode();
        RawPeer raw = RawPeer.dialing(node, new MemoryLink.Limits(10, 16 * 1024))) {
      node.serve(
          KIND,
          Protocols.of(
              stream -> {
                stream.read(Protocols.TWO);
                answering.countDown();
                try {
                  while (true) {
                    stream.write(Bytes.wrap(new byte[64 * 1024]));
                  }
                } catch (StreamException e) {
                  thrown.add(e);
                  throw e;
                }
              }));
      RawStream stream = raw.open();
      stream.reading(false);
      stream.send(GOOD);
      answering.await(); // or else it is the request that takes too long
      while (thrown.isEmpty()) {
        node.clock().advance(Duration.ofSeconds(1));
        Thread.onSpinWait();
      }
      assertEquals(Fault.TIMEOUT, thrown.take().fault());
      assertEquals(Fault.TIMEOUT.code(), stream.awaitReset());
    }
  }

  @Test
  void aFinishedAnswerThatIsNotTakenIsDroppedInTime() throws Exception {
    try (TestNode node = new TestNode();
        MemoryLink link = new MemoryLink(RawPeer.ID, node.id(), new MemoryLink.Limits(10, 1024));
        RawPeer raw = RawPeer.unattached(link)) {
      Attachment attachment = node.attachment(link.acceptor());
      node.serve(
          KIND,
          Protocols.of(
              stream -> {
                stream.read(Protocols.TWO);
                stream.readFin();
                stream.write(Bytes.wrap(new byte[100_000]));
                stream.finish();
              }));
      RawStream stream = raw.open();
      stream.reading(false);
      stream.send(GOOD).fin();
      while (node.streams().protocols().getFirst().served() == 0) {
        Thread.onSpinWait();
      }
      assertEquals(1, attachment.activeStreams());
      node.clock().advance(Duration.ofSeconds(11));
      assertEquals(Fault.TIMEOUT.code(), stream.awaitReset());
      assertEquals(0, attachment.activeStreams());
    }
  }

  @Test
  void openersWaitForRoomInTheirOrder() throws Exception {
    try (TestNode node = new TestNode();
        RawPeer raw = RawPeer.dialing(node, new MemoryLink.Limits(2, 1024))) {
      PeerStream first = open(node);
      PeerStream second = open(node);
      first.write(Bytes.EMPTY);
      second.write(Bytes.EMPTY);
      raw.accept();
      raw.accept();
      List<CompletableFuture<PeerStream>> waiting = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        CompletableFuture<PeerStream> opened = new CompletableFuture<>();
        Thread waiter = Thread.ofVirtual().start(() -> complete(opened, node));
        while (waiter.getState() != Thread.State.WAITING) {
          Thread.onSpinWait();
        }
        waiting.add(opened);
      }
      first.close();
      waiting.get(0).get().write(Bytes.EMPTY);
      assertTrue(waiting.stream().skip(1).noneMatch(CompletableFuture::isDone));
      second.close();
      waiting.get(1).get().write(Bytes.EMPTY);
      waiting.get(0).get().close();
      waiting.get(2).get().close();
    }
  }

  private static PeerStream open(TestNode node) throws StreamException {
    return node.streams().open(RawPeer.ID, KIND, Duration.ofSeconds(5));
  }

  private static void complete(CompletableFuture<PeerStream> opened, TestNode node) {
    try {
      opened.complete(open(node));
    } catch (StreamException e) {
      opened.completeExceptionally(e);
    }
  }

  @Test
  void anOpenerThatFindsNoRoomInTimeIsTimedOut() throws Exception {
    try (TestNode node = new TestNode();
        RawPeer raw = RawPeer.dialing(node, new MemoryLink.Limits(1, 1024))) {
      open(node).write(Bytes.EMPTY);
      raw.accept();
      CompletableFuture<PeerStream> opened = new CompletableFuture<>();
      Thread waiter = Thread.ofVirtual().start(() -> complete(opened, node));
      while (waiter.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
      node.clock().advance(Duration.ofMillis(4800));
      assertTrue(!opened.isDone());
      node.clock().advance(Duration.ofMillis(300));
      Exception thrown = assertThrows(Exception.class, opened::get);
      assertEquals(Fault.TIMEOUT, ((StreamException) thrown.getCause()).fault());
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Settings withBounds(
      int streamIn, int connectionIn, int streamOut, int connectionOut, int streams) {
    Settings usual = Settings.DEFAULT;
    return new Settings(
        streamIn,
        connectionIn,
        streamOut,
        connectionOut,
        streams,
        usual.sweep(),
        usual.drain(),
        usual.firstRetry(),
        usual.lastRetry());
  }
}

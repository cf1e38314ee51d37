package io.tessera.testing.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Ed25519Public;
import io.tessera.net.Fault;
import io.tessera.net.PeerStream;
import io.tessera.net.PersistentProtocol;
import io.tessera.net.StreamException;
import io.tessera.net.Topology;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The rules for unique persistent streams (JAMNP-S, "Protocols and streams"). */
@Timeout(60)
class PersistentStreamTest {
  private static final int KIND = 0;
  private static final String HELLO = "00 01000000 aa";

  private final TestNode node = new TestNode();
  private final BlockingQueue<PeerStream> served = new LinkedBlockingQueue<>();
  private final AtomicInteger ended = new AtomicInteger();
  private RawPeer raw;

  @AfterEach
  void close() {
    raw.close();
    node.close();
  }

  /** Says hello and then listens for ever. */
  private void serveStream(PeerStream stream) throws StreamException {
    served.add(stream);
    try {
      stream.write(Bytes.fromHex("aa"));
      while (true) {
        stream.read(Protocols.ALL);
      }
    } finally {
      ended.incrementAndGet();
    }
  }

  private PersistentProtocol always() {
    return Protocols.persistent((peer, topology) -> true, this::serveStream);
  }

  @Test
  void theInitiatorOfTheConnectionOpensIt() throws Exception {
    raw = RawPeer.dialedBy(node);
    node.serve(KIND, always());
    assertEquals(HELLO.replace(" ", ""), raw.accept().receive(6));
    assertEquals(0, raw.waiting());
  }

  @Test
  void theAcceptorOfTheConnectionDoesNot() throws Exception {
    node.serve(KIND, always());
    raw = RawPeer.dialing(node);
    RawStream stream = raw.open();
    stream.send("00");
    // The first thing that comes is the answer on this stream: both sides begin by speaking.
    assertEquals("01000000aa", stream.receive(5));
    assertEquals(0, raw.waiting());
  }

  @Test
  void silenceIsNoFaultButASlowMessageIs() throws Exception {
    node.serve(KIND, always());
    raw = RawPeer.dialing(node);
    RawStream stream = raw.open();
    stream.send("00");
    assertEquals("01000000aa", stream.receive(5));
    node.clock().advance(Duration.ofHours(1));
    stream.send("01000000 bb");
    RawStream sync = raw.open();
    sync.send("ff");
    assertEquals(Fault.REFUSED.code(), sync.awaitReset());
    stream.send("02000000 bb");
    RawStream again = raw.open();
    again.send("ff");
    assertEquals(Fault.REFUSED.code(), again.awaitReset());
    while (ended.get() == 0) {
      node.clock().advance(Duration.ofSeconds(11));
      Thread.onSpinWait();
    }
    assertEquals(Fault.TIMEOUT.code(), stream.awaitReset());
  }

  @Test
  void theStreamWithTheGreatestIdIsKept() throws Exception {
    node.serve(KIND, always());
    raw = RawPeer.dialing(node);
    RawStream low = raw.open();
    RawStream middle = raw.open();
    RawStream high = raw.open();
    middle.send("00");
    assertEquals("01000000aa", middle.receive(5));
    high.send("00");
    assertEquals("01000000aa", high.receive(5));
    assertEquals(Fault.CANCELLED.code(), middle.awaitReset());
    low.send("00");
    assertEquals(Fault.REFUSED.code(), low.awaitReset());
    high.send("01000000 bb");
    assertEquals(2, served.size());
    assertEquals(1, ended.get());
  }

  @Test
  void manyAtOnceLeaveTheGreatestAlone() throws Exception {
    node.serve(KIND, always());
    raw = RawPeer.dialing(node);
    List<RawStream> streams =
        List.of(raw.open(), raw.open(), raw.open(), raw.open(), raw.open(), raw.open());
    raw.together(() -> streams.forEach(stream -> stream.send("00")));
    assertEquals("01000000aa", streams.getLast().receive(5));
    for (RawStream other : streams.subList(0, 5)) {
      other.awaitReset();
    }
    assertEquals(served.size() - 1, ended.get());
  }

  @Test
  void itIsOpenedAgainWithBackOffAfterAReset() throws Exception {
    raw = RawPeer.dialedBy(node);
    node.serve(KIND, always());
    raw.accept().reset(3);
    for (int seconds : new int[] {1, 2, 4, 8, 16, 32, 60, 60}) {
      awaitRetry();
      node.clock().advance(Duration.ofSeconds(seconds).minusMillis(1));
      assertEquals(0, raw.waiting());
      node.clock().advance(Duration.ofMillis(1));
      raw.accept().reset(3);
    }
  }

  /** Waits until the stream's end has been noted and the retry is on the clock. */
  private void awaitRetry() {
    while (node.clock().waiting() < 2) { // the sweep and the retry
      Thread.onSpinWait();
    }
  }

  @Test
  void aFirstStreamThatIsLostAtOnceIsOpenedAgainAtOnceButOnlyOnce() throws Exception {
    raw = RawPeer.dialedBy(node);
    node.serve(KIND, always());
    raw.accept().reset(0);
    raw.accept().reset(0);
    awaitRetry();
    assertEquals(0, raw.waiting());
    node.clock().advance(Duration.ofSeconds(1));
    assertEquals("0001000000aa", raw.accept().receive(6));
  }

  @Test
  void theTopologyDecides() throws Exception {
    raw = RawPeer.dialedBy(node);
    node.serve(
        KIND,
        Protocols.persistent(
            (peer, topology) -> topology.isValidator(peer.id()), this::serveStream));
    assertEquals(0, raw.waiting());
    Ed25519Public key = RawPeer.ID.key();
    node.streams().topologyChanged(new Topology(List.of(), List.of(key), List.of()));
    RawStream stream = raw.accept();
    assertEquals("0001000000aa", stream.receive(6));
    node.streams().topologyChanged(new Topology(List.of(key), List.of(), List.of()));
    assertEquals(1, served.size());
    node.streams().topologyChanged(Topology.EMPTY);
    assertEquals(Fault.CANCELLED.code(), stream.awaitReset());
    node.clock().advance(Duration.ofMinutes(5));
    assertEquals(0, raw.waiting());
  }

  @Test
  void anAcceptorServesOneThatItWouldNotWant() throws Exception {
    node.serve(KIND, Protocols.persistent((peer, topology) -> false, this::serveStream));
    raw = RawPeer.dialing(node);
    RawStream stream = raw.open();
    stream.send("00");
    assertEquals("01000000aa", stream.receive(5));
    node.streams().topologyChanged(Topology.EMPTY);
    stream.send("01000000 bb");
    assertEquals(0, ended.get());
  }

  @Test
  void aHigherRankingTakesOver() throws Exception {
    raw = RawPeer.dialedBy(node);
    node.serve(KIND, always());
    RawStream first = raw.accept();
    PersistentProtocol better =
        Protocols.persistent(
            (peer, topology) -> true,
            stream -> {
              stream.write(Bytes.fromHex("bb"));
              stream.read(Protocols.ALL);
            });
    node.serve(KIND, better, 10);
    assertEquals(Fault.REFUSED.code(), first.awaitReset());
    assertEquals("0001000000bb", raw.accept().receive(6));
    assertTrue(node.streams().protocols().getFirst().serving());
    assertEquals(10, node.streams().protocols().getFirst().ranking());
    assertFalse(node.streams().protocols().getLast().serving());
    node.stop(better);
    assertEquals("0001000000aa", raw.accept().receive(6));
  }

  @Test
  void aStoppedProtocolClosesItsStreamAtOnce() throws Exception {
    raw = RawPeer.dialedBy(node);
    PersistentProtocol protocol = always();
    node.serve(KIND, protocol);
    RawStream stream = raw.accept();
    node.streams().unbind(protocol); // no time passes: it does not wait for a drain
    assertEquals(Fault.REFUSED.code(), stream.awaitReset());
    assertEquals(1, ended.get());
    node.clock().advance(Duration.ofMinutes(5));
    assertEquals(0, raw.waiting());
  }
}

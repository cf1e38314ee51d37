package io.tessera.testing.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tessera.lib.codec.Bytes;
import io.tessera.net.Fault;
import io.tessera.net.PeerStream;
import io.tessera.net.PersistentProtocol;
import io.tessera.net.StreamException;
import io.tessera.net.event.NodeEvent;
import io.tessera.net.event.NodeEventListener;
import io.tessera.net.event.StreamEvents.Ended;
import io.tessera.net.event.StreamEvents.Opened;
import io.tessera.net.event.StreamEvents.Sent;
import io.tessera.net.event.StreamEvents.Told;
import io.tessera.net.event.StreamFact;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What watchers are told of streams. */
@Timeout(30)
class StreamEventsTest {
  private final BlockingQueue<NodeEvent> asking = new LinkedBlockingQueue<>();
  private final BlockingQueue<NodeEvent> answering = new LinkedBlockingQueue<>();

  private record Asked(Bytes what) implements StreamFact {}

  private PeerPair watched() {
    PeerPair pair = new PeerPair();
    pair.initiator().node().events().add(asking::add);
    pair.acceptor().node().events().add(answering::add);
    return pair;
  }

  private static void answer(PeerStream stream) throws StreamException {
    Bytes message = stream.read(Protocols.ALL);
    stream.tell(new Asked(message));
    stream.readFin();
    if (message.get(0) == 0xff) {
      throw new StreamException(Fault.UNAVAILABLE, "nothing is not here");
    }
    stream.finish(Protocols.ALL, message);
  }

  @Test
  void bothSidesAreToldOfARequest() throws Exception {
    Bytes hello = Bytes.fromHex("0102");
    try (PeerPair pair = watched()) {
      pair.acceptor().serve(200, Protocols.of(StreamEventsTest::answer));
      PeerStream stream = pair.initiator().open(200);
      assertEquals(new Opened(stream), asking.take());
      stream.tell(new Asked(hello));
      stream.write(hello);
      assertEquals(new Told(stream, new Asked(hello)), asking.take());
      stream.finish();
      assertEquals(new Sent(stream), asking.take());
      stream.read(Protocols.ALL);
      stream.readFin();
      stream.close();
      assertEquals(new Ended(stream, Optional.empty(), ""), asking.take());

      PeerStream served = ((Opened) answering.take()).stream();
      assertFalse(served.initiator());
      assertEquals(200, served.kind());
      assertEquals(new Told(served, new Asked(hello)), answering.take());
      assertEquals(new Sent(served), answering.take());
      assertEquals(new Ended(served, Optional.empty(), ""), answering.take());
    }
  }

  @Test
  void eachSideIsToldWhyItFails() throws Exception {
    try (PeerPair pair = watched()) {
      pair.acceptor().serve(200, Protocols.of(StreamEventsTest::answer));
      try (PeerStream stream = pair.initiator().open(200)) {
        stream.write(Bytes.fromHex("ff"));
        stream.finish();
        assertThrows(StreamException.class, () -> stream.read(Protocols.ALL));
      }
      Ended refused = ended(answering);
      assertEquals(Optional.of(Fault.UNAVAILABLE), refused.fault());
      assertEquals("UNAVAILABLE: nothing is not here", refused.reason());
      assertEquals(Optional.of(Fault.RESET), ended(asking).fault());
    }
  }

  /** What never gets as far as its protocol is told of too: it was opened, and it failed. */
  @Test
  void anIncompleteRequestIsToldOf() throws Exception {
    try (TestNode node = new TestNode();
        RawPeer raw = RawPeer.dialing(node)) {
      node.events().add(answering::add);
      node.serve(200, Protocols.of(StreamEventsTest::answer));
      raw.open().send("c8 05000000 0102").fin();
      PeerStream stream = ((Opened) answering.take()).stream();
      Ended end = (Ended) answering.take();
      assertSame(stream, end.stream());
      assertEquals(Optional.of(Fault.MALFORMED), end.fault());
    }
  }

  @Test
  void aPersistentStreamIsToldOfWhileItIsServed() throws Exception {
    PersistentProtocol protocol =
        Protocols.persistent(
            (peer, topology) -> true,
            stream -> {
              stream.write(Bytes.fromHex("aa"));
              stream.read(Protocols.ALL);
            });
    try (TestNode node = new TestNode();
        RawPeer raw = RawPeer.dialing(node)) {
      node.events().add(answering::add);
      node.serve(0, protocol);
      RawStream stream = raw.open().send("00");
      stream.receive(5);
      assertEquals(0, ((Opened) answering.take()).stream().kind());
      node.stop(protocol);
      assertEquals(Optional.of(Fault.REFUSED), ended(answering).fault());
    }
  }

  /** Whoever begins to listen later is not told of what began before. */
  @Test
  void aListenerThatFailsHurtsNobody() throws Exception {
    NodeEventListener bad =
        event -> {
          throw new IllegalStateException("a listener with a fault");
        };
    try (PeerPair pair = new PeerPair()) {
      TestNode node = pair.acceptor().node();
      node.events().add(bad);
      node.events().add(answering::add);
      node.serve(200, Protocols.of(StreamEventsTest::answer));
      PeerStream before = pair.initiator().open(200);
      pair.initiator().node().events().add(asking::add);
      before.finish(Protocols.ALL, Bytes.fromHex("01"));
      assertEquals("01", before.read(Protocols.ALL).toHex());
      before.readFin();
      before.close();
      assertEquals(Optional.empty(), ended(answering).fault());
      assertEquals(0, asking.size());
      node.events().remove(bad);
    }
  }

  private static Ended ended(BlockingQueue<NodeEvent> events) throws InterruptedException {
    while (true) {
      if (events.take() instanceof Ended ended) {
        return ended;
      }
    }
  }
}

package io.tessera.protocol.up0;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.chain.BlockRef;
import io.tessera.net.Fault;
import io.tessera.net.Peer;
import io.tessera.net.PeerStream;
import io.tessera.net.PersistentProtocol;
import io.tessera.net.StreamException;
import io.tessera.net.Topology;
import io.tessera.testing.testkit.ChainBuilder;
import io.tessera.testing.testkit.Drip;
import io.tessera.testing.testkit.MemoryChain;
import io.tessera.testing.testkit.RawPeer;
import io.tessera.testing.testkit.RawStream;
import io.tessera.testing.testkit.TestNode;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A neighbour may be silent for as long as it likes, but what it begins to say it must finish. */
@Timeout(30)
class DripTest {
  private static final int HANDSHAKE = 4 + 73;

  /** Digits of so many bytes as come in the ten seconds that there are, and of three more. */
  private static final int IN_TIME = 2 * 9;

  private static final int TOO_LATE = IN_TIME + 2 * 3;

  private final ChainBuilder builder = ChainBuilder.tiny(1);
  private final BlockRef genesis = builder.genesisRef();
  private final TestNode node = new TestNode();
  private final RawPeer peer = RawPeer.dialing(node);
  private final BlockingQueue<Thread> readers = new LinkedBlockingQueue<>();

  @AfterEach
  void close() {
    peer.close();
    node.close();
  }

  /** The protocol, which tells who reads. */
  private PersistentProtocol protocol() {
    MemoryChain chain = new MemoryChain(builder, 2);
    BlockAnnouncementProtocol protocol =
        new BlockAnnouncementProtocol(chain, BlockAnnouncementProtocolTest.key(node.id()));
    return new PersistentProtocol() {
      @Override
      public String name() {
        return protocol.name();
      }

      @Override
      public Limits limits() {
        return protocol.limits();
      }

      @Override
      public boolean wanted(Peer neighbour, Topology topology) {
        return protocol.wanted(neighbour, topology);
      }

      @Override
      public void serve(PeerStream stream) throws StreamException {
        readers.add(Thread.currentThread());
        protocol.serve(stream);
      }
    };
  }

  private RawStream open() throws InterruptedException {
    node.serve(0, protocol());
    RawStream stream = peer.open().send("00");
    stream.receive(HANDSHAKE);
    return stream;
  }

  private void assertTimedOut(RawStream stream, String message) throws InterruptedException {
    Thread reader = readers.take();
    Drip drip = new Drip(node, peer, stream).readBy(reader);
    drip.send(message.substring(0, IN_TIME));
    assertTrue(reader.isAlive(), "within the limit nothing happens");
    drip.send(message.substring(IN_TIME, TOO_LATE));
    assertEquals(Fault.TIMEOUT.code(), stream.awaitReset());
  }

  @Test
  void aHandshakeIsTimedOut() throws Exception {
    assertTimedOut(open(), Golden.handshake(genesis, genesis));
  }

  @Test
  void anAnnouncementIsTimedOutAlsoAfterAnHourOfSilence() throws Exception {
    RawStream stream = open().send(Golden.handshake(genesis, genesis));
    node.clock().advance(Duration.ofHours(1));
    assertTimedOut(stream, Golden.announcement(Golden.header(genesis.hash(), 1), genesis));
  }
}

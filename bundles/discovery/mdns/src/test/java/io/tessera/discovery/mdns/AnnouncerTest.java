package io.tessera.discovery.mdns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.net.PeerAddress;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.jmdns.JmDNS;
import org.junit.jupiter.api.Test;

/** Real responders on loopback. */
class AnnouncerTest {
  private static final int COLLECTIONS = 20;
  private static final long PATIENCE_SECONDS = 30;
  private static final Hash CHAIN = Hash.fromHex("11".repeat(32));
  private static final Hash OTHER = Hash.fromHex("22".repeat(32));

  private static final class Node implements AutoCloseable {
    final BlockingQueue<PeerAddress> offered = new LinkedBlockingQueue<>();
    final PeerId id;
    final Neighbours neighbours;
    final Announcer announcer;

    Node(int number, Hash chain) throws Exception {
      byte[] key = new byte[32];
      key[0] = (byte) number;
      id = new PeerId(Ed25519Public.wrap(key));
      Announcement own = Announcement.of(id, chain);
      neighbours = new Neighbours(own, offered::add);
      announcer =
          new Announcer(
              new Announcer.Where(List.of(InetAddress.getLoopbackAddress()), 4_000 + number),
              own,
              neighbours);
    }

    @Override
    public void close() {
      announcer.close();
    }
  }

  @Test
  void nodesOfOneChainFindEachOther() throws Exception {
    try (Node a = new Node(1, CHAIN);
        Node stranger = new Node(2, OTHER);
        Node b = new Node(3, CHAIN)) {
      assertEquals(
          new PeerAddress("127.0.0.1", 4_003, java.util.Optional.of(b.id)),
          a.offered.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
      assertEquals(
          new PeerAddress("127.0.0.1", 4_001, java.util.Optional.of(a.id)),
          b.offered.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
      assertTrue(stranger.offered.isEmpty());
    }
  }

  /** As one that a packet has come to while it was closed. */
  @Test
  void aResponderThatTheLibraryKeepsHoldsNothingOfTheNode() throws Exception {
    List<JmDNS> kept = new ArrayList<>();
    WeakReference<Neighbours> neighbours = closed(kept);
    try {
      for (int i = 0; i < COLLECTIONS && neighbours.get() != null; i++) {
        System.gc();
      }
      assertNull(neighbours.get());
    } finally {
      Reference.reachabilityFence(kept);
    }
  }

  /** Nothing but what is returned refers to the node. */
  private static WeakReference<Neighbours> closed(List<JmDNS> kept) throws Exception {
    try (Node node = new Node(4, CHAIN)) {
      kept.addAll(node.announcer.responders);
      return new WeakReference<>(node.neighbours);
    }
  }
}

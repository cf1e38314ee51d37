package io.tessera.core.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.lib.codec.PeerId;
import io.tessera.net.Peer;
import io.tessera.net.PeerAddress;
import io.tessera.net.PeerListener;
import io.tessera.net.event.NodeEvents;
import io.tessera.net.transport.Connection;
import io.tessera.testing.testkit.MemoryNetwork;
import io.tessera.testing.testkit.TestNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** Two nodes with threads of their own dial each other at the same moment, again and again. */
class SameMomentTest {
  private static final int ROUNDS = Boolean.getBoolean("tessera.soak") ? 1_000 : 150;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Released with every event after which the outcome may have come about. */
  private final Semaphore events = new Semaphore(0);

  private int contested;

  @Test
  void bothEndWithOneConnectionAndAgreeWhich() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      try (MemoryNetwork network = new MemoryNetwork(events::release)) {
        meet(network, round);
      }
    }
    assertTrue(contested > ROUNDS / 10, "two connections in only " + contested + " rounds");
    System.out.printf("%d rounds, of which %d began with two connections%n", ROUNDS, contested);
  }

  private void meet(MemoryNetwork network, int round) throws Exception {
    SingleThread threadA = new SingleThread("test-a");
    SingleThread threadB = new SingleThread("test-b");
    PeerId a = TestNode.id(round % 2 == 0 ? 1 : 2);
    PeerId b = TestNode.id(round % 2 == 0 ? 2 : 1);
    PeerManager managerA = manager(a, threadA);
    PeerManager managerB = manager(b, threadB);
    try {
      PeerAddress toA = at(network, a, managerA);
      PeerAddress toB = at(network, b, managerB);
      managerA.offer(toB, "test");
      managerB.offer(toA, "test");
      CyclicBarrier moment = new CyclicBarrier(2);
      Thread other = Thread.ofPlatform().start(() -> dialAt(moment, network, b, managerB));
      dialAt(moment, network, a, managerA);
      other.join();
      for (int pass = 0; pass < 3; pass++) { // whoever has not dialed by then never does
        threadA.call(() -> {}, PATIENCE);
        threadB.call(() -> {}, PATIENCE);
      }
      await(() -> isSettled(network, managerA, managerB));
      contested += network.dialed().size() > 1 ? 1 : 0;
      Peer ofA = managerA.connected().getFirst();
      Peer ofB = managerB.connected().getFirst();
      assertEquals(b, ofA.id());
      assertEquals(a, ofB.id());
      assertNotEquals(ofA.initiator(), ofB.initiator(), "round " + round);
    } finally {
      threadA.stop(managerA::stop, PATIENCE);
      threadB.stop(managerB::stop, PATIENCE);
    }
  }

  private PeerManager manager(PeerId id, SingleThread thread) {
    OwnRecord own = new OwnRecord(Keys.key(0), thread, new Addresses(List::of));
    PeerManager manager =
        new PeerManager(
            id, thread, new Random(1), (peer, connection) -> () -> 0, own, NodeEvents.NONE);
    manager.configure(new Settings(50, 20, List.of()));
    manager.listenerAdded(
        new PeerListener() {
          @Override
          public void connected(Peer peer) {
            events.release();
          }

          @Override
          public void disconnected(Peer peer, String reason) {
            events.release();
          }
        });
    thread.start();
    return manager;
  }

  private static PeerAddress at(MemoryNetwork network, PeerId id, PeerManager manager) {
    PeerAddress address = new PeerAddress("node-" + id.shortName(), 1, Optional.of(id));
    network.listen(address, id, manager);
    return address;
  }

  private static void dialAt(
      CyclicBarrier moment, MemoryNetwork network, PeerId id, PeerManager manager) {
    try {
      moment.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
    manager.transportAdded(network.transport(id));
  }

  /** One connection is open, and it is the one that both have. */
  private boolean isSettled(MemoryNetwork network, PeerManager a, PeerManager b) {
    List<Connection> open =
        network.dialed().stream()
            .filter(connection -> !connection.closed().toCompletableFuture().isDone())
            .toList();
    List<Peer> ofA = a.connected();
    List<Peer> ofB = b.connected();
    if (open.size() != 1 || ofA.size() != 1 || ofB.size() != 1) {
      return false;
    }
    Link linkOfA = (Link) ofA.getFirst();
    Link linkOfB = (Link) ofB.getFirst();
    Link dialed = linkOfA.initiator() ? linkOfA : linkOfB;
    return dialed.connection.equals(open.getFirst()) && linkOfA.initiator() != linkOfB.initiator();
  }

  private void await(BooleanSupplier settled) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!settled.getAsBoolean()) {
      boolean news = events.tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      assertTrue(news, "the two do not come to one connection");
    }
  }
}

package io.tessera.sync.fast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.chain.Checkpoint;
import io.tessera.chain.KeyRange;
import io.tessera.chain.StateRequest;
import io.tessera.store.rocksdb.RocksBlockStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A sync that was stopped goes on; a target that peers have pruned is replaced. */
@Timeout(60)
class ResumeTest {
  private final FakePeer a = new FakePeer(1, 50);
  private final FakePeer b = new FakePeer(2, 50);

  private static void assertAtHead(Fixture sync) {
    assertEquals(TestChain.ref(TestChain.LENGTH), sync.chain.best());
    assertEquals(
        TestChain.MAKER.state(sync.chain.best()).root(),
        sync.chain.state(sync.chain.best().hash()).orElseThrow().root());
  }

  /** Lets peers go silent after so many answers; counts down when they have. */
  private CountDownLatch silentAfter(int answers) {
    AtomicInteger count = new AtomicInteger();
    CountDownLatch silent = new CountDownLatch(1);
    for (FakePeer peer : List.of(a, b)) {
      peer.withState(
          (self, request) -> {
            if (count.incrementAndGet() > answers) {
              silent.countDown();
              throw FakePeer.silence();
            }
            return self.honest(request);
          });
    }
    return silent;
  }

  @Test
  void whatWasKeptIsNotAskedForAgain(@TempDir Path folder) throws Exception {
    List<KeyRange> open;
    CountDownLatch silent = silentAfter(12);
    try (RocksBlockStore store = new RocksBlockStore(folder, 8, 8)) {
      Fixture sync = new Fixture(store);
      sync.connect(a, b);
      sync.start();
      silent.await();
      sync.stop();
      open = store.partial().open();
      assertFalse(open.isEmpty());
      assertFalse(open.equals(KeyRange.ALL.split(8)), "something has been kept");
      sync.close();
    }
    for (FakePeer peer : List.of(a, b)) {
      peer.stateRequests.clear();
      peer.blockRequests.clear();
      peer.withState(FakePeer::honest);
    }
    try (RocksBlockStore store = new RocksBlockStore(folder, 8, 8)) {
      Fixture sync = new Fixture(store);
      sync.connect(a, b);
      sync.start().awaitSynced();
      assertAtHead(sync);
      for (StateRequest request : requests()) {
        KeyRange asked = new KeyRange(request.start(), request.end());
        assertTrue(open.stream().anyMatch(range -> range.contains(asked)), request.toString());
      }
      sync.restartChain();
      assertAtHead(sync);
      assertEquals(TestChain.ref(49), sync.chain.adoption().beginning().orElseThrow().block());
      sync.close();
    }
  }

  private List<StateRequest> requests() {
    List<StateRequest> all = new ArrayList<>(a.stateRequests);
    all.addAll(b.stateRequests);
    return all;
  }

  @Test
  void blocksThatAreThereAreNotAskedForAgain() throws Exception {
    Fixture sync = new Fixture();
    CountDownLatch some = new CountDownLatch(1);
    AtomicInteger answers = new AtomicInteger();
    for (FakePeer peer : List.of(a, b)) {
      peer.withBlocks(
          (self, request, sink) -> {
            if (request.maximum() > 1 && answers.incrementAndGet() > 2) {
              some.countDown();
              throw FakePeer.silence();
            }
            return self.honest(request, sink);
          });
    }
    sync.connect(a, b);
    sync.start();
    some.await();
    sync.stop();
    int kept = sync.store.partial().blocks().size();
    assertTrue(kept > 8 && kept < 25, kept + " blocks");
    for (FakePeer peer : List.of(a, b)) {
      peer.stateRequests.clear();
      peer.blockRequests.clear();
      peer.withBlocks((self, request, sink) -> self.honest(request, sink));
    }
    sync.start().awaitSynced();
    assertAtHead(sync);
    assertEquals(List.of(), requests(), "the state is there");
    long again =
        a.blockRequests.stream().mapToLong(request -> request.maximum()).sum()
            + b.blockRequests.stream().mapToLong(request -> request.maximum()).sum();
    assertTrue(again <= 25 - kept + 8, again + " more after " + kept);
    sync.close();
  }

  @Test
  void whatStillMatchesIsKeptWhenPeersPrune() throws Exception {
    Fixture sync = new Fixture();
    CountDownLatch silent = silentAfter(16);
    sync.connect(a, b);
    sync.start();
    silent.await();
    // The peers move on, and do not have the state any more.
    FakePeer c = new FakePeer(3, 56);
    FakePeer d = new FakePeer(4, 56);
    for (FakePeer peer : List.of(c, d)) {
      peer.states.remove(TestChain.block(49).hash());
    }
    sync.stop();
    sync.disconnect(a);
    sync.disconnect(b);
    sync.connect(c, d);
    sync.start().awaitSynced();
    assertAtHead(sync);
    assertEquals(TestChain.ref(55), sync.chain.adoption().beginning().orElseThrow().block());
    assertTrue(sync.paths.get() > 0, "the states were compared");
    int before = a.itemsServed.get() + b.itemsServed.get();
    int again = c.itemsServed.get() + d.itemsServed.get();
    int all = TestChain.STATES.get(TestChain.block(55).hash()).size();
    assertTrue(again < all - before / 2, again + " of " + all + " after " + before);
    assertEquals(List.of(), sync.misbehaved);
    sync.close();
  }

  @Test
  void aCheckpointNeedsNoQuorum() throws Exception {
    Fixture sync = new Fixture();
    sync.checkpoint = Optional.of(new Checkpoint(TestChain.block(40).hash(), true));
    sync.connect(a);
    sync.start().awaitSynced();
    assertAtHead(sync);
    assertEquals("checkpoint", sync.chain.adoption().beginning().orElseThrow().trust());
    assertEquals(TestChain.ref(39), sync.chain.adoption().beginning().orElseThrow().block());
    sync.close();
  }
}

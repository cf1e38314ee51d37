package io.tessera.sync.fast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.chain.BlockRequest;
import io.tessera.chain.BlockRequest.Direction;
import io.tessera.lib.codec.PeerId;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which block is taken, and that a chain begins there. */
@Timeout(60)
class FastSyncTest {
  private final Fixture sync = new Fixture();

  @AfterEach
  void close() throws Exception {
    sync.close();
  }

  /** The chain begins below the block in a slot, and has come to the head of the test chain. */
  private void assertBegunBelow(int slot) {
    assertEquals(TestChain.ref(slot - 1), sync.chain.adoption().beginning().orElseThrow().block());
    assertEquals(TestChain.ref(TestChain.LENGTH), sync.chain.best());
    assertEquals(TestChain.LENGTH, sync.chain.height());
    assertEquals(
        TestChain.MAKER.state(sync.chain.best()).root(),
        sync.chain.state(sync.chain.best().hash()).orElseThrow().root());
  }

  @Test
  void aStateFromSeveralPeersAndOn() throws Exception {
    FakePeer a = new FakePeer(1, 50);
    FakePeer b = new FakePeer(2, 52);
    CountDownLatch bothAsked = new CountDownLatch(2);
    Set<PeerId> first = ConcurrentHashMap.newKeySet();
    for (FakePeer peer : List.of(a, b)) {
      peer.withState(
          (self, request) -> {
            if (first.add(self.id)) {
              bothAsked.countDown();
            }
            FakePeer.await(bothAsked);
            return self.honest(request);
          });
    }
    sync.connect(a, b);
    sync.start().awaitSynced();
    assertBegunBelow(50);
    assertEquals(List.of(), sync.misbehaved);
    assertTrue(
        a.stateRequests.stream().allMatch(r -> r.block().equals(TestChain.block(49).hash())));
    List<Long> progress = List.copyOf(sync.progress);
    assertEquals(1000, progress.getLast());
    assertEquals(progress.stream().sorted().toList(), progress, "it only grows");
    assertTrue(progress.size() > 4, progress.toString());
    assertEquals("2 peers", sync.chain.adoption().beginning().orElseThrow().trust());
  }

  @Test
  void ancestorsReachLSlotsDown() throws Exception {
    sync.connect(new FakePeer(1, 50), new FakePeer(2, 50));
    sync.start().awaitSynced();
    assertTrue(sync.chain.contains(TestChain.block(50 - 24).hash()));
    BlockRequest down = new BlockRequest(TestChain.block(49).hash(), Direction.DESCENDING, 1_000);
    int count = sync.chain.range(down, 1_000).orElseThrow().size();
    assertTrue(count >= 24 && count < 49, count + " blocks");
    BlockRequest up = new BlockRequest(sync.chain.genesis().hash(), Direction.ASCENDING, 1_000);
    assertTrue(sync.chain.range(up, 1_000).isEmpty(), "nothing stands on genesis here");
  }
}

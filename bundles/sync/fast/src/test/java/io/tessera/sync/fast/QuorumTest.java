package io.tessera.sync.fast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.chain.BlockRef;
import io.tessera.chain.EncodedBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which block a quorum agrees on, and when none is needed. */
@Timeout(60)
class QuorumTest {
  private final Fixture sync = new Fixture();

  @AfterEach
  void close() throws Exception {
    sync.close();
  }

  private BlockRef beginning() {
    return sync.chain.adoption().beginning().orElseThrow().block();
  }

  /** A peer on a fork of its own, with a valid chain, that has finalized its last block. */
  private static FakePeer forked(int number, long from) {
    EncodedBlock first = TestChain.MAKER.child(TestChain.ref((int) from), from + 2);
    List<EncodedBlock> fork = new ArrayList<>(TestChain.BLOCKS.subList(0, (int) from));
    fork.add(first);
    fork.addAll(TestChain.MAKER.chain(first.ref(), 26));
    FakePeer peer = new FakePeer(number, TestChain.holding(fork), fork.getLast().ref());
    fork.forEach(block -> peer.states.put(block.hash(), TestChain.MAKER.state(block.ref())));
    return peer;
  }

  @Test
  void fewerPeersThanTheQuorumAreNotBelieved() throws Exception {
    FakePeer alone = new FakePeer(1, 50);
    sync.connect(alone);
    sync.start().awaitWaits(3);
    assertEquals(sync.chain.genesis(), sync.chain.best());
    assertEquals(List.of(), alone.stateRequests);
    sync.connect(new FakePeer(2, 52));
    sync.awaitSynced();
    assertEquals(TestChain.ref(49), beginning());
  }

  @Test
  void peersOnDifferentForksDoNotAgree() throws Exception {
    FakePeer fork = forked(1, 32);
    FakePeer first = new FakePeer(2, 50);
    sync.connect(fork, first);
    sync.start().awaitWaits(3);
    assertEquals(sync.chain.genesis(), sync.chain.best());
    assertEquals(List.of(), first.stateRequests);
    sync.connect(new FakePeer(3, 48));
    sync.awaitSynced();
    assertEquals(TestChain.ref(47), beginning());
  }

  /** Two have finalized a higher block of theirs; three have a lower one in common. */
  @Test
  void theBlockWithTheMostPeersIsTaken() throws Exception {
    sync.connect(forked(1, 32), forked(2, 32));
    sync.connect(new FakePeer(3, 52), new FakePeer(4, 51), new FakePeer(5, 50));
    sync.start().awaitSynced();
    assertEquals(TestChain.ref(49), beginning());
    assertEquals("3 peers", sync.chain.adoption().beginning().orElseThrow().trust());
  }

  @Test
  void whoIsNearDoesWithout() throws Exception {
    List<EncodedBlock> few = TestChain.BLOCKS.subList(0, 24);
    FakePeer peer = new FakePeer(1, TestChain.holding(few), few.getLast().ref());
    sync.connect(peer);
    sync.start().awaitSynced();
    assertEquals(Optional.empty(), sync.chain.adoption().beginning());
    assertEquals(List.of(), peer.stateRequests);
    assertTrue(sync.chain.height() >= 24);
  }
}

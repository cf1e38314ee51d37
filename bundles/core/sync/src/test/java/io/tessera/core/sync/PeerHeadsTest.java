package io.tessera.core.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.chain.BlockRef;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.testing.testkit.TestNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PeerHeadsTest {
  private static final PeerId PEER = TestNode.id(7);
  private static final BlockRef FINALIZED = block(1);

  private final Set<PeerId> connected = new HashSet<>(Set.of(PEER));
  private final PeerHeads heads = new PeerHeads(connected::contains, slot -> slot < 1_000);

  private static BlockRef block(long slot) {
    return new BlockRef(Hash.fromHex("%064x".formatted(slot)), slot);
  }

  private List<Long> slots() {
    return heads.all().stream().map(head -> head.leaf().slot()).sorted().toList();
  }

  @Test
  void aHandshakeReplacesWhatWasSaidBefore() {
    heads.handshake(PEER, FINALIZED, List.of(block(5), block(6)));
    heads.handshake(PEER, FINALIZED, List.of(block(4)));
    assertEquals(List.of(4L), slots());
  }

  @Test
  void aHandshakeWithoutLeavesStandsForTheFinalizedBlock() {
    heads.handshake(PEER, FINALIZED, List.of());
    assertEquals(List.of(1L), slots());
  }

  @Test
  void anAnnouncedBlockTakesItsParentsPlace() {
    heads.handshake(PEER, FINALIZED, List.of(block(5), block(6)));
    heads.announced(PEER, block(7), block(6).hash(), FINALIZED);
    assertEquals(List.of(5L, 7L), slots());
    heads.announced(PEER, block(8), block(6).hash(), block(6));
    assertEquals(List.of(7L, 8L), slots());
    assertTrue(heads.all().stream().allMatch(head -> head.parent().isPresent()));
  }

  @Test
  void nothingIsFinalInTheFuture() {
    heads.handshake(PEER, block(1_000), List.of(block(5)));
    heads.announced(PEER, block(6), block(5).hash(), block(1_000));
    assertEquals(List.of(), slots());
  }

  @Test
  void blocksFromTheFutureAreNotBelieved() {
    heads.handshake(PEER, FINALIZED, List.of(block(5), block(1_000)));
    heads.announced(PEER, block(2_000), block(5).hash(), FINALIZED);
    assertEquals(1, heads.peers());
    assertEquals(List.of(), slots());
  }

  @Test
  void leavesAreBounded() {
    heads.handshake(
        PEER, FINALIZED, LongStream.range(2, 900).mapToObj(PeerHeadsTest::block).toList());
    assertEquals(LongStream.range(884, 900).boxed().toList(), slots());
    heads.announced(PEER, block(950), Hash.ZERO, FINALIZED);
    assertEquals(16, heads.all().size());
    assertTrue(slots().contains(950L));
  }

  @Test
  void aPeerThatHasGoneIsForgotten() {
    heads.handshake(PEER, FINALIZED, List.of(block(5)));
    heads.removeUnlessConnected(PEER); // one of two connections
    assertEquals(1, heads.peers());
    connected.clear();
    heads.removeUnlessConnected(PEER);
    assertEquals(0, heads.peers());
  }

  @Test
  void aWordThatWasUnderWayWhenThePeerLeftIsNotKept() {
    connected.clear();
    heads.announced(PEER, block(5), block(4).hash(), FINALIZED);
    assertEquals(List.of(), slots());
  }
}

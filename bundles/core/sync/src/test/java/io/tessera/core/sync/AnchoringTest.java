package io.tessera.core.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.chain.BlockRef;
import io.tessera.chain.BlockState;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.StateKnowledge;
import io.tessera.chain.StateRequest;
import io.tessera.chain.Sync;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.trace.KeyValue;
import io.tessera.lib.merkle.StateRange;
import io.tessera.lib.merkle.StateTrie;
import io.tessera.net.StreamException;
import io.tessera.net.Workers;
import io.tessera.testing.testkit.ChainBuilder;
import io.tessera.testing.testkit.MemoryChain;
import io.tessera.testing.testkit.SealedChain;
import io.tessera.testing.testkit.TestNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A node whose finalized block's state is known in part takes all of it from peers. */
class AnchoringTest {
  private static final SealedChain SEALED = SealedChain.tiny(1);
  private final List<EncodedBlock> blocks = SEALED.chain(5);
  private final MemoryChain chain =
      MemoryChain.of(new ChainBuilder(SEALED.parameters(), SEALED.genesis(), 1), blocks);
  private final BlockRef finalized = chain.finalized();
  private final StateTrie state = SEALED.state(finalized);
  private final StatePeers peers = new StatePeers(finalized.hash(), state);
  private final AtomicLong nanos = new AtomicLong();
  private final List<Hash> anchored = new ArrayList<>();
  private Sync.State sync = Sync.State.SYNCED;
  private boolean lasts = true;
  private long slot = 5;
  private final Anchoring anchoring =
      new Anchoring(
          chain,
          StatePeers.proxy(Sync.class, arguments -> status()),
          peers.connected,
          peers.standing,
          peers::fetch,
          StatePeers.proxy(Workers.class, arguments -> null),
          () -> slot,
          new Random(3),
          nanos::get);

  @BeforeEach
  void knowsConsensusOnly() {
    forget();
    chain.onAnchor(this::take);
  }

  private Sync.Status status() {
    return new Sync.Status(
        "full", sync, chain.best(), finalized, chain.best(), 0, 0, Optional.empty());
  }

  private void forget() {
    for (BlockRef block : List.of(finalized, chain.best())) {
      chain.know(block.hash(), BlockState.of(StateKnowledge.CONSENSUS, StateTrie.EMPTY));
    }
  }

  private void take(Hash block, Collection<KeyValue> items) {
    StateTrie whole = StateTrie.of(items);
    assertEquals(state.root(), whole.root());
    anchored.add(block);
    if (lasts) {
      chain.know(block, BlockState.of(StateKnowledge.COMPLETE, whole));
      chain.know(chain.best().hash(), BlockState.of(StateKnowledge.COMPLETE, whole));
    }
  }

  private StateRange lie(StateRequest request) throws StreamException {
    StateRange right = peers.honest(request);
    return new StateRange(
        right.boundary(), List.of(new KeyValue(request.start(), Bytes.fromHex("00"))));
  }

  @Test
  void takesTheWholeStateInPieces() {
    peers.answers.put(TestNode.id(1), request -> peers.honest(request, 500));
    anchoring.look();
    assertEquals(List.of(finalized.hash()), anchored);
    assertTrue(peers.asked.size() > 3, "asked for pieces: " + peers.asked.size());
    anchoring.look();
    assertEquals(1, anchored.size(), "it is whole now");
  }

  @Test
  void whoLiesIsReportedAndAnotherOneAsked() {
    peers.answers.put(TestNode.id(1), this::lie);
    peers.answers.put(TestNode.id(2), request -> peers.honest(request, 500));
    anchoring.look();
    assertEquals(List.of(finalized.hash()), anchored);
    assertEquals(List.of(TestNode.id(1)), peers.misbehaved.stream().distinct().toList());
  }

  @Test
  void nothingIsAskedBeforeTheNodeIsNearTheSlot() {
    peers.answers.put(TestNode.id(1), peers::honest);
    sync = Sync.State.WAITING;
    anchoring.look();
    sync = Sync.State.SYNCING;
    slot = chain.best().slot() + Sync.NEAR + 1;
    anchoring.look();
    assertEquals(List.of(), peers.asked);
  }

  @Test
  void aHeadThatIsClaimedForEverDoesNotKeepTheNodeFromAsking() {
    peers.answers.put(TestNode.id(1), peers::honest);
    sync = Sync.State.SYNCING;
    slot = chain.best().slot() + Sync.NEAR;
    anchoring.look();
    assertEquals(List.of(finalized.hash()), anchored);
  }

  @Test
  void aStateThatIsWholeIsNotAskedFor() {
    peers.answers.put(TestNode.id(1), peers::honest);
    chain.know(finalized.hash(), BlockState.of(StateKnowledge.COMPLETE, state));
    anchoring.look();
    assertEquals(List.of(), peers.asked);
  }

  /** The blocks above make work available again and again. */
  @Test
  void whatDoesNotLastIsTriedLessAndLessOften() {
    peers.answers.put(TestNode.id(1), peers::honest);
    lasts = false;
    List<Long> tries = new ArrayList<>();
    for (long second = 0; second < 4 * 3600; second += 2) {
      nanos.set(Duration.ofSeconds(second).toNanos());
      anchoring.look();
      if (anchored.size() > tries.size()) {
        tries.add(second);
      }
    }
    assertEquals(List.of(0L, 10L, 30L, 70L, 150L), tries.subList(0, 5));
    assertEquals(1800, tries.getLast() - tries.get(tries.size() - 2), "half an hour at most");
  }

  @Test
  void aRefusalIsNotTheEnd() {
    peers.answers.put(
        TestNode.id(1),
        request -> {
          throw StreamException.reset(2);
        });
    anchoring.look();
    assertEquals(List.of(), anchored);
    peers.answers.put(TestNode.id(1), peers::honest);
    anchoring.look();
    assertEquals(List.of(), anchored, "not at once");
    nanos.addAndGet(Duration.ofSeconds(10).toNanos());
    anchoring.look();
    assertEquals(List.of(finalized.hash()), anchored);
  }

  /** Peers that bring one item at a time do not keep the node busy for ever. */
  @Test
  void aStateThatComesInDropsIsGivenUp() {
    peers.answers.put(
        TestNode.id(1),
        request -> {
          nanos.addAndGet(Duration.ofMinutes(1).toNanos());
          return peers.honest(request, 1);
        });
    anchoring.look();
    assertEquals(List.of(), anchored);
    assertEquals(11, peers.asked.size());
  }
}

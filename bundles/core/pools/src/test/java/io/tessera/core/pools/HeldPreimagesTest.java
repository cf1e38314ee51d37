package io.tessera.core.pools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.chain.BlockRef;
import io.tessera.chain.BlockState;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.Origin;
import io.tessera.chain.PreimagePool.Request;
import io.tessera.chain.StateKnowledge;
import io.tessera.chain.event.PreimageEvents.DiscardReason;
import io.tessera.chain.event.PreimageEvents.PreimageDiscarded;
import io.tessera.core.streams.BundleWorkers;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.block.Preimage;
import io.tessera.lib.codec.state.PreimageStatus;
import io.tessera.lib.crypto.Blake2b;
import io.tessera.lib.crypto.ServiceKeys;
import io.tessera.lib.merkle.StateTrie;
import io.tessera.net.event.NodeEvent;
import io.tessera.testing.testkit.ChainBuilder;
import io.tessera.testing.testkit.MemoryChain;
import io.tessera.testing.testkit.TestNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Only what the chain asks for is held, and until it is final. */
class HeldPreimagesTest {
  private static final Optional<PeerId> PEER = Optional.of(TestNode.id(2));
  private static final long SERVICE = 7;

  private final ChainBuilder builder = ChainBuilder.tiny(1);
  private final MemoryChain chain = new MemoryChain(builder, 1);
  private final BundleWorkers workers =
      new BundleWorkers("test", Thread::sleep, Duration.ofSeconds(2));
  private final List<NodeEvent> events = new ArrayList<>();
  private final HeldPreimages pool = new HeldPreimages(chain, workers, events::add);
  private final List<Request> told = new ArrayList<>();

  @AfterEach
  void close() {
    workers.close();
  }

  private static Preimage preimage(int size) {
    return new Preimage(SERVICE, Bytes.wrap(new byte[size]));
  }

  private static Request request(Preimage preimage) {
    return new Request(preimage.requester(), Blake2b.hash(preimage.blob()), preimage.blob().size());
  }

  /** The state after a block has these requests, with a status. */
  private void know(BlockRef block, PreimageStatus status, Preimage... wanted) {
    StateTrie state = StateTrie.EMPTY;
    for (Preimage preimage : wanted) {
      Request request = request(preimage);
      state =
          state.put(
              ServiceKeys.request(SERVICE, request.hash(), request.length()),
              Bytes.wrap(PreimageStatus.CODEC.encode(status)));
    }
    chain.know(block.hash(), BlockState.of(StateKnowledge.COMPLETE, state));
  }

  private void want(Preimage... wanted) {
    know(chain.best(), PreimageStatus.REQUESTED, wanted);
  }

  @Test
  void whatIsRequestedIsHeldAndTold() throws Exception {
    Preimage wanted = preimage(10);
    want(wanted);
    pool.addListener((request, from) -> told.add(request));
    assertTrue(pool.isWanted(request(wanted)));
    assertTrue(pool.offer(wanted, PEER));
    assertEquals(Optional.of(wanted.blob()), pool.find(request(wanted).hash()));
    assertEquals(List.of(request(wanted)), told);
    assertFalse(pool.isWanted(request(wanted)), "held already");
    assertFalse(pool.offer(wanted, PEER));
    assertEquals(List.of(request(wanted)), told, "told once");
    pool.addListener((request, from) -> told.add(request));
    assertEquals(2, told.size(), "who comes late is told");
  }

  @Test
  void whatNobodyRequestedIsRefused() throws Exception {
    want(preimage(10));
    assertFalse(pool.isWanted(request(preimage(11))));
    assertFalse(pool.offer(preimage(11), PEER));
    assertFalse(
        pool.offer(new Preimage(SERVICE + 1, preimage(10).blob()), PEER), "another service");
    assertEquals(Optional.empty(), pool.find(request(preimage(11)).hash()));
  }

  @Test
  void whatWasProvidedIsNotWanted() throws Exception {
    know(chain.best(), PreimageStatus.availableSince(1), preimage(10));
    assertFalse(pool.isWanted(request(preimage(10))));
  }

  @Test
  void withoutTheWholeStateNothingIsWanted() throws Exception {
    Preimage wanted = preimage(10);
    assertFalse(pool.isWanted(request(wanted)));
    want(wanted);
    BlockState state = chain.state(chain.best().hash()).orElseThrow();
    chain.know(
        chain.best().hash(),
        new BlockState(StateKnowledge.CONSENSUS, state.root(), state.values(), state.ranges()));
    assertFalse(pool.isWanted(request(wanted)));
  }

  /** Newcomers push nothing out. */
  @Test
  void bytesAreBounded() throws Exception {
    int half = (int) (HeldPreimages.MOST_BYTES / 2);
    Preimage first = preimage(half);
    Preimage second = preimage(half - 1);
    Preimage third = preimage(2);
    want(first, second, third);
    assertTrue(pool.offer(first, PEER));
    assertTrue(pool.offer(second, PEER));
    assertFalse(pool.isWanted(request(third)));
    assertFalse(pool.offer(third, PEER));
    assertEquals(List.of(request(first), request(second)), pool.held());
    assertEquals(2, pool.size());
  }

  @Test
  void theNumberIsBounded() throws Exception {
    Preimage[] many = new Preimage[HeldPreimages.MOST + 1];
    for (int i = 0; i < many.length; i++) {
      many[i] = preimage(i);
    }
    want(many);
    for (int i = 0; i < HeldPreimages.MOST; i++) {
      assertTrue(pool.offer(many[i], PEER));
    }
    assertFalse(pool.offer(many[HeldPreimages.MOST], PEER));
  }

  @Test
  void whatAFinalBlockHasBroughtGoes() throws Exception {
    Preimage wanted = preimage(10);
    want(wanted);
    pool.offer(wanted, PEER);
    EncodedBlock first = builder.child(chain.best(), 1);
    chain.importBlocks(List.of(first), Origin.FILE);
    know(first.ref(), PreimageStatus.availableSince(1), wanted);
    pool.imported(List.of(first), first.ref(), builder.genesisRef());
    assertEquals(List.of(request(wanted)), pool.held(), "not final yet");
    pool.imported(List.of(), first.ref(), first.ref());
    assertEquals(List.of(), pool.held());
    assertEquals(List.of(new PreimageDiscarded(request(wanted), DiscardReason.PROVIDED)), events);
    assertEquals(Optional.empty(), pool.find(request(wanted).hash()));
    Preimage large = preimage((int) HeldPreimages.MOST_BYTES);
    want(large);
    assertTrue(pool.hasRoomFor(request(large)));
    assertTrue(pool.offer(large, PEER), "its room is free again");
    assertFalse(pool.hasRoomFor(request(preimage(1))));
    want();
    pool.imported(List.of(), first.ref(), first.ref());
    assertEquals(new PreimageDiscarded(request(large), DiscardReason.NOT_REQUESTED), events.get(1));
  }

  /** What the author's state asks for, which need not be that of the head. */
  @Test
  void theAuthorIsGivenWhatIsRequestedBeneathItsBlock() throws Exception {
    Preimage old = preimage(9);
    Preimage young = preimage(1);
    Preimage provided = preimage(5);
    want(old, provided, young);
    for (Preimage each : List.of(old, provided, young)) {
      assertTrue(pool.offer(each, PEER));
    }
    want(old, young);
    BlockState prior = chain.state(chain.best().hash()).orElseThrow();
    assertEquals(List.of(old, young), pool.preimages(prior), "the oldest first");
    want();
    assertEquals(
        List.of(), pool.preimages(chain.state(chain.best().hash()).orElseThrow()), "all there");
  }
}

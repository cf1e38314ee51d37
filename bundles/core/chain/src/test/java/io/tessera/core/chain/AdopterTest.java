package io.tessera.core.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.chain.Adoption;
import io.tessera.chain.Beginning;
import io.tessera.chain.BlockRequest;
import io.tessera.chain.BlockRequest.Direction;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.KeyRange;
import io.tessera.chain.PartialState;
import io.tessera.chain.PartialState.Target;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.block.Block;
import io.tessera.lib.codec.block.Header;
import io.tessera.lib.codec.trace.KeyValue;
import io.tessera.net.Topology;
import io.tessera.store.rocksdb.RocksBlockStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A chain begins with a state that was gathered, if that is what it should be. */
class AdopterTest {
  private static final String TRACE = "safrole";
  private static final int TARGET = 60;
  private static final List<KeyRange> ALL = List.of(KeyRange.ALL);

  /** Gathers what a sync would: the target, its ancestors and the state after its parent. */
  private static void gather(VerifiedChain chain, int target, int lowest) {
    gather(chain, target, lowest, chain.step(target - 1).post().keyvals());
  }

  private static void gather(VerifiedChain chain, int target, int lowest, List<KeyValue> state) {
    PartialState partial = chain.chain.adoption().partial();
    List<EncodedBlock> blocks = chain.blocks(lowest, target);
    partial.put(blocks);
    partial.begin(Target.of(blocks.getLast(), "test"), ALL);
    assertTrue(partial.put(blocks.getLast().hash(), KeyRange.ALL, state, List.of()));
  }

  private static String refusal(VerifiedChain chain, Class<? extends RuntimeException> type) {
    String message = assertThrows(type, chain.chain.adoption()::adopt).getMessage();
    assertEquals(chain.chain.genesis(), chain.chain.best(), "nothing has changed");
    return message;
  }

  @Test
  void theChainBeginsThereAndGoesOn(@TempDir Path folder) {
    try (RocksBlockStore store = new RocksBlockStore(folder, 8, 8);
        VerifiedChain chain = new VerifiedChain(TRACE, store)) {
      gather(chain, TARGET, TARGET - 24);
      chain.chain.adoption().adopt();
      EncodedBlock parent = chain.blocks(TARGET - 1, TARGET - 1).getFirst();
      assertEquals(parent.ref(), chain.chain.best());
      assertEquals(parent.ref(), chain.chain.finalized());
      assertEquals(TARGET - 1, chain.chain.height(), "as the state counts them");
      assertEquals(chain.step(TARGET - 1).post().stateRoot(), chain.root());
      assertEquals(20, chain.add(chain.blocks(TARGET, TARGET + 19)).imported());
      chain.restart();
      assertEquals(chain.step(TARGET + 19).post().stateRoot(), chain.root());
      assertEquals(20, chain.add(chain.blocks(TARGET + 20, TARGET + 39)).imported());
      assertEquals(
          Optional.of(new Beginning(parent.ref(), "test")), chain.chain.adoption().beginning());
    }
  }

  @Test
  void blocksAreServedAsFarAsTheyAreThere() {
    try (VerifiedChain chain = new VerifiedChain(TRACE)) {
      gather(chain, TARGET, TARGET - 24);
      chain.chain.adoption().adopt();
      chain.add(chain.blocks(TARGET, TARGET + 9));
      List<EncodedBlock> all = chain.blocks(TARGET - 24, TARGET + 9);
      BlockRequest down = new BlockRequest(all.getLast().hash(), Direction.DESCENDING, 1_000);
      assertEquals(
          TestChain.blockRefs(all).reversed(),
          TestChain.refs(chain.chain.range(down, 1_000).orElseThrow()));
      BlockRequest few = new BlockRequest(all.getLast().hash(), Direction.DESCENDING, 30);
      assertEquals(
          TestChain.blockRefs(all).reversed().subList(0, 30),
          TestChain.refs(chain.chain.range(few, 1_000).orElseThrow()));
      BlockRequest up = new BlockRequest(all.getFirst().hash(), Direction.ASCENDING, 1_000);
      assertEquals(
          TestChain.blockRefs(all.subList(1, all.size())),
          TestChain.refs(chain.chain.range(up, 1_000).orElseThrow()));
      BlockRequest fromGenesis =
          new BlockRequest(chain.chain.genesis().hash(), Direction.ASCENDING, 1_000);
      assertEquals(Optional.empty(), chain.chain.range(fromGenesis, 1_000));
      assertFalse(chain.chain.contains(chain.blocks(10, 10).getFirst().hash()));
    }
  }

  @Test
  void validatorSetsComeOutOfTheState() {
    try (VerifiedChain chain = new VerifiedChain(TRACE)) {
      AtomicReference<Topology> told = new AtomicReference<>();
      chain.chain.addTopologyListener(told::set);
      chain.add(chain.blocks(1, TARGET + 6));
      chain.chain.tick();
      Topology full = told.get();
      try (VerifiedChain fast = new VerifiedChain(TRACE)) {
        gather(fast, TARGET, TARGET - 24);
        fast.chain.addTopologyListener(told::set);
        told.set(null);
        fast.chain.adoption().adopt();
        assertEquals(full, told.get());
        fast.restart();
        fast.chain.addTopologyListener(told::set);
        assertEquals(full, told.get());
      }
    }
  }

  @Test
  void whatIsMissingIsNotAdopted() {
    try (VerifiedChain chain = new VerifiedChain(TRACE)) {
      Adoption adoption = chain.chain.adoption();
      assertTrue(refusal(chain, IllegalStateException.class).contains("no state"));
      gather(chain, TARGET, TARGET - 23);
      assertTrue(refusal(chain, IllegalStateException.class).contains("ancestors"));
      adoption.partial().put(chain.blocks(TARGET - 24, TARGET - 24));
      Target target = adoption.partial().target().orElseThrow();
      adoption.partial().begin(target, List.of(KeyRange.ALL.split(2).getLast()));
      assertTrue(refusal(chain, IllegalStateException.class).contains("not complete"));
    }
  }

  @Test
  void anotherStateIsNotAdopted() {
    try (VerifiedChain chain = new VerifiedChain(TRACE)) {
      List<KeyValue> state = new ArrayList<>(chain.step(TARGET - 1).post().keyvals());
      state.removeLast();
      gather(chain, TARGET, TARGET - 24, state);
      assertTrue(refusal(chain, IllegalStateException.class).contains("root"));
      assertEquals(Optional.empty(), chain.chain.adoption().partial().target());
    }
  }

  private static EncodedBlock withRoot(EncodedBlock block, Hash root) {
    Header h = block.header();
    Header other =
        new Header(
            h.parent(),
            root,
            h.extrinsicHash(),
            h.slot(),
            h.epochMark(),
            h.ticketsMark(),
            h.authorIndex(),
            h.entropySource(),
            h.offendersMark(),
            h.seal());
    return EncodedBlock.of(new Block(other, block.block().extrinsic()), VerifiedChain.TINY);
  }

  /** A made-up header with a state to it: that state is not the one after the parent. */
  @Test
  void theStateOfAnotherBlockIsRefused() {
    try (VerifiedChain chain = new VerifiedChain(TRACE)) {
      List<KeyValue> state = chain.step(TARGET - 2).post().keyvals();
      EncodedBlock lie =
          withRoot(
              chain.blocks(TARGET, TARGET).getFirst(), chain.step(TARGET - 2).post().stateRoot());
      PartialState partial = chain.chain.adoption().partial();
      partial.put(chain.blocks(TARGET - 24, TARGET - 1));
      partial.put(List.of(lie));
      partial.begin(Target.of(lie, "test"), ALL);
      partial.put(lie.hash(), KeyRange.ALL, state, List.of());
      assertTrue(refusal(chain, IllegalArgumentException.class).contains("not that after"));
    }
  }

  @Test
  void aTargetThatIsInvalidOnTheStateIsRefused() {
    try (VerifiedChain chain = new VerifiedChain(TRACE)) {
      EncodedBlock lie = Lies.brokenSeal(chain.blocks(TARGET, TARGET).getFirst());
      PartialState partial = chain.chain.adoption().partial();
      partial.put(chain.blocks(TARGET - 24, TARGET - 1));
      partial.put(List.of(lie));
      partial.begin(Target.of(lie, "test"), ALL);
      List<KeyValue> state = chain.step(TARGET - 1).post().keyvals();
      partial.put(lie.hash(), KeyRange.ALL, state, List.of());
      assertTrue(refusal(chain, IllegalArgumentException.class).contains("invalid"));
    }
  }

  @Test
  void aTargetWhoseLookupAnchorIsOfAnotherSlotIsRefused() {
    int target = 40;
    try (VerifiedChain chain = new VerifiedChain("preimages_light")) {
      EncodedBlock truth = chain.blocks(target, target).getFirst();
      EncodedBlock lie = new Lies(chain, truth).lookupAnchorSlot(1).sealed();
      PartialState partial = chain.chain.adoption().partial();
      partial.put(chain.blocks(target - 24, target - 1));
      partial.put(List.of(lie));
      partial.begin(Target.of(lie, "test"), ALL);
      List<KeyValue> state = chain.step(target - 1).post().keyvals();
      partial.put(lie.hash(), KeyRange.ALL, state, List.of());
      String said = refusal(chain, IllegalArgumentException.class);
      assertTrue(said.contains("lookup anchor not recent"), said);
    }
  }

  @Test
  void aTargetBelowWhatIsFinalIsRefused() {
    try (VerifiedChain chain = new VerifiedChain(TRACE)) {
      chain.add(chain.blocks(1, 80));
      Hash best = chain.chain.best().hash();
      // The second one's parent is the finalized block: that is there already.
      for (int target : new int[] {TARGET, (int) chain.chain.finalized().slot() + 1}) {
        gather(chain, target, target - 24);
        assertThrows(IllegalStateException.class, chain.chain.adoption()::adopt);
        assertEquals(best, chain.chain.best().hash());
      }
    }
  }

  @Test
  void statesRightBeneathTheFinalizedBlockCanBeAskedFor() {
    try (VerifiedChain chain = new VerifiedChain(TRACE)) {
      chain.add(chain.blocks(1, 90));
      for (int round = 0; round < 2; round++) {
        int finalized = (int) chain.chain.finalized().slot();
        for (int slot = finalized - 1; slot >= finalized - RecentStates.KEPT; slot--) {
          Hash block = chain.blocks(slot, slot).getFirst().hash();
          assertEquals(
              chain.step(slot).post().stateRoot(), chain.chain.state(block).orElseThrow().root());
        }
        int gone = finalized - RecentStates.KEPT - 1;
        Hash below = chain.blocks(gone, gone).getFirst().hash();
        assertTrue(chain.chain.state(below).isEmpty());
        chain.restart();
      }
    }
  }
}

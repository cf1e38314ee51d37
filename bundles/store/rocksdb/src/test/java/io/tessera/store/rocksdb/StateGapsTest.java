package io.tessera.store.rocksdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tessera.chain.BlockStore.NewBlock;
import io.tessera.chain.StateDelta;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.StateKey;
import io.tessera.lib.codec.trace.KeyValue;
import io.tessera.lib.merkle.StateChange;
import io.tessera.store.rocksdb.ModelChain.Step;
import io.tessera.testing.testkit.MemoryBlockStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Blocks that were imported without being executed, and the limits of reads. */
class StateGapsTest {
  private static final StateKey FIRST = StateKey.wrap(new byte[StateKey.SIZE]);
  private static final StateKey LAST = StateKey.fromHex("ff".repeat(StateKey.SIZE));

  @TempDir private Path data;

  /** Nothing at or above such a block can be read, and the base waits beneath it. */
  @Test
  void blockWithoutStateIsAGap() {
    ModelChain chain = new ModelChain(6);
    List<Step> all = new ArrayList<>(List.of(chain.genesis));
    for (int i = 0; i < 8; i++) {
      all.add(chain.child(all.getLast()));
    }
    Step gap = all.get(3);
    Step notExecuted = new Step(new NewBlock(gap.entry(), gap.block().raw()), gap.state());
    List<Step> blocks = new ArrayList<>(all.subList(1, all.size()));
    blocks.set(2, notExecuted);
    MemoryBlockStore memory = new MemoryBlockStore(0);
    try (RocksBlockStore disk = new RocksBlockStore(data, 2, 2, 0)) {
      for (var store : List.of(memory, disk)) {
        chain.begin(store);
        chain.extend(store, blocks, all.get(6));
        assertEquals(Optional.of(all.get(2).entry().ref()), store.states().base());
        for (Step step : all) {
          chain.check(store, step, step.equals(all.get(2)));
        }
        // Executed after all: the base goes on to the finalized block's parent.
        store.commit(List.of(gap.block()), List.of(), store.heads());
        assertEquals(Optional.of(all.get(5).entry().ref()), store.states().base());
        for (Step step : all) {
          chain.check(store, step, step.entry().height() >= 5);
        }
      }
    }
  }

  /** A block that the base has passed may come again; its delta is of no use any more. */
  @Test
  void deltaBeneathTheBaseIsNotKept() throws Exception {
    ModelChain chain = new ModelChain(8);
    List<Step> all = new ArrayList<>(List.of(chain.genesis));
    for (int i = 0; i < 4; i++) {
      all.add(chain.child(all.getLast()));
    }
    try (RocksBlockStore store = new RocksBlockStore(data, 2, 2, 0)) {
      chain.begin(store);
      chain.extend(store, all.subList(1, 5), all.get(4));
      assertEquals(Optional.of(all.get(3).entry().ref()), store.states().base());
      store.commit(List.of(all.get(1).block()), List.of(), store.heads());
      chain.check(store, all.get(3), true);
      chain.check(store, all.get(1), false);
    }
    assertEquals(
        1 + all.get(4).block().delta().orElseThrow().changes().size(),
        RawRows.count(data, "deltas"));
  }

  /** A base that is not on the best chain cannot follow it. */
  @Test
  void baseOnAnotherForkStandsStill() {
    ModelChain chain = new ModelChain(9);
    Step side = chain.child(chain.genesis);
    List<Step> best = new ArrayList<>(List.of(chain.child(chain.genesis)));
    for (int i = 0; i < 4; i++) {
      best.add(chain.child(best.getLast()));
    }
    try (RocksBlockStore store = new RocksBlockStore(data, 2, 2, 0)) {
      chain.begin(store);
      store.commit(List.of(side.block()), List.of(), store.heads());
      store.states().anchor(side.hash(), ModelChain.items(side.state()).iterator());
      chain.extend(store, best, best.get(3));
      assertEquals(Optional.of(side.entry().ref()), store.states().base());
      chain.check(store, side, true);
      best.forEach(step -> chain.check(store, step, false));
    }
  }

  @Test
  void rangesEndBeforeTheyAreTooLarge() {
    ModelChain chain = new ModelChain(7);
    try (RocksBlockStore store = new RocksBlockStore(data, 2, 2, 0)) {
      StateDelta genesis =
          StateDelta.of(
              List.of(
                  StateChange.put(FIRST, Bytes.wrap(new byte[10])),
                  StateChange.put(LAST, Bytes.wrap(new byte[10]))));
      store.initialize(
          ModelChain.IDENTITY,
          new NewBlock(chain.genesis.entry(), Bytes.EMPTY, Optional.of(genesis)));
      // 31 bytes of key, one of length, ten of value.
      assertEquals(2, range(store, chain, FIRST, LAST, 84));
      assertEquals(1, range(store, chain, FIRST, LAST, 83));
      assertEquals(1, range(store, chain, FIRST, LAST, 0));
      assertEquals(1, range(store, chain, FIRST, FIRST, 84));
      StateKey second = StateKey.fromHex("00".repeat(StateKey.SIZE - 1) + "01");
      assertEquals(0, range(store, chain, second, second, 84));
    }
  }

  private static int range(
      RocksBlockStore store, ModelChain chain, StateKey start, StateKey end, long maximum) {
    Optional<List<KeyValue>> items =
        store.states().range(chain.genesis.hash(), start, end, maximum);
    return items.orElseThrow().size();
  }

  @Test
  void deltasAreInOrder() {
    StateChange first = StateChange.put(FIRST, Bytes.EMPTY);
    StateChange last = StateChange.remove(LAST);
    assertEquals(List.of(first, last), StateDelta.of(List.of(last, first)).changes());
    assertThrows(IllegalArgumentException.class, () -> new StateDelta(List.of(last, first)));
    assertThrows(IllegalArgumentException.class, () -> StateDelta.of(List.of(first, first)));
  }
}

package io.tessera.store.rocksdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.chain.BlockEntry;
import io.tessera.chain.BlockStore;
import io.tessera.chain.BlockStore.Heads;
import io.tessera.store.rocksdb.ModelChain.Step;
import io.tessera.testing.testkit.MemoryBlockStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Chains that fork, reorganise and become final, on disk and in memory. */
class StateForksTest {
  private static final int ROUNDS = Boolean.getBoolean("tessera.soak") ? 60 : 24;

  @TempDir private Path data;

  private Step best;
  private Step finalized;

  /**
   * After each commit exactly the states from the window's lower end on are there, on every fork
   * from it, and nothing else is on disk.
   */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5})
  void statesOfTheWindowAndAboveIt(int window) throws Exception {
    ModelChain chain = new ModelChain(window);
    best = chain.genesis;
    finalized = chain.genesis;
    MemoryBlockStore memory = new MemoryBlockStore(window);
    RocksBlockStore disk = new RocksBlockStore(data, 2, 2, window);
    try {
      chain.begin(memory);
      chain.begin(disk);
      int forksSeen = 0;
      for (int round = 0; round < ROUNDS; round++) {
        if (round % 10 == 9) {
          disk.close();
          disk = new RocksBlockStore(data, 2, 2, window);
        }
        grow(chain, List.of(memory, disk));
        Step base = base(chain, window);
        int kept = 0;
        for (Step step : chain.steps.values()) {
          boolean isKept = chain.isAtOrAbove(step, base);
          kept += isKept ? 1 : 0;
          chain.check(memory, step, isKept);
          chain.check(disk, step, isKept);
          boolean hasDelta = isKept && !step.equals(base);
          assertEquals(
              hasDelta ? step.block().delta() : Optional.empty(), disk.states().delta(step.hash()));
          assertEquals(disk.states().delta(step.hash()), memory.states().delta(step.hash()));
        }
        assertEquals(Optional.of(base.entry().ref()), disk.states().base());
        assertEquals(Optional.of(base.entry().ref()), memory.states().base());
        forksSeen += kept > best.entry().height() - base.entry().height() + 1 ? 1 : 0;
      }
      assertTrue(finalized.entry().height() > ROUNDS / 3);
      assertTrue(forksSeen > ROUNDS / 3, forksSeen + " rounds with forks");
    } finally {
      disk.close();
    }
    Step base = base(chain, window);
    assertEquals(base.state().size(), RawRows.count(data, "state"));
    int rows = 0;
    for (Step step : chain.steps.values()) {
      if (!step.equals(base) && chain.isAtOrAbove(step, base)) {
        rows += 1 + step.block().delta().orElseThrow().changes().size();
      }
    }
    assertEquals(rows, RawRows.count(data, "deltas"));
  }

  private Step base(ModelChain chain, int window) {
    Step base = finalized;
    while (base.entry().height() > Math.max(0, finalized.entry().height() - 1 - window)) {
      base = chain.parent(base);
    }
    return base;
  }

  /** Some new blocks on any that descend from the finalized one; the highest becomes the best. */
  private void grow(ModelChain chain, List<BlockStore> stores) {
    List<Step> parents = new ArrayList<>();
    for (Step step : chain.steps.values()) {
      if (chain.isAtOrAbove(step, finalized)) {
        parents.add(step);
      }
    }
    List<Step> added = new ArrayList<>();
    for (int i = 1 + chain.random.nextInt(3); i > 0; i--) {
      int last = parents.size() - 1;
      Step parent = parents.get(Math.max(0, last - chain.random.nextInt(3)));
      added.add(chain.child(parent));
      parents.add(added.getLast());
    }
    Step oldBest = best;
    for (Step step : added) {
      best = step.entry().height() > best.entry().height() ? step : best;
    }
    Step newFinalized = best;
    for (int depth = chain.random.nextInt(4) + 2; depth > 0; depth--) {
      newFinalized = newFinalized.equals(chain.genesis) ? newFinalized : chain.parent(newFinalized);
    }
    if (chain.isAtOrAbove(newFinalized, finalized)) {
      finalized = newFinalized;
    }
    List<BlockEntry> canonical = chain.path(fork(chain, oldBest), best);
    for (BlockStore store : stores) {
      store.commit(
          added.stream().map(Step::block).toList(),
          canonical,
          new Heads(best.entry(), finalized.entry()));
    }
  }

  private Step fork(ModelChain chain, Step oldBest) {
    Set<Step> old = new HashSet<>();
    for (Step at = oldBest; at != null; at = chain.parent(at)) {
      old.add(at);
    }
    Step at = best;
    while (!old.contains(at)) {
      at = chain.parent(at);
    }
    return at;
  }
}

package io.tessera.core.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.chain.BlockRef;
import io.tessera.chain.BlockStore;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.Origin;
import io.tessera.core.chain.safrole.CheckpointRules;
import io.tessera.core.chain.safrole.Consensus;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.StateKey;
import io.tessera.lib.codec.block.Header;
import io.tessera.lib.codec.state.SealKeys;
import io.tessera.lib.codec.trace.KeyValue;
import io.tessera.testing.testkit.MemoryBlockStore;
import io.tessera.testing.testkit.SealedChain;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A chain of headers that begins at a block whose ancestors are known in part. */
class HeaderStartTest {
  private static final SealedChain SEALED = SealedChain.tiny(1);
  private final CheckpointRules rules = new CheckpointRules(SEALED.parameters());

  private static List<Header> headers(List<EncodedBlock> blocks) {
    return blocks.stream().map(EncodedBlock::header).toList();
  }

  private Consensus inTheState(BlockRef block) {
    return new ConsensusReader(SEALED.state(block)::get, SEALED.parameters()).read();
  }

  // ---- what markers tell

  @Test
  void theMarkersTellWhatTheStateHas() {
    List<EncodedBlock> blocks = SEALED.chain(62);
    // Slots 12, 24, ... begin epochs; block i is of slot i + 1.
    for (int last = 35; last < 62; last++) {
      List<Header> above = headers(blocks.subList(11, last + 1));
      assertEquals(inTheState(blocks.get(last).ref()), rules.after(above), "slot " + (last + 1));
    }
  }

  /** One contest only, since tickets take long to make. */
  @Test
  void winnersTicketsAndSkippedEpochsToo() {
    List<EncodedBlock> blocks = new ArrayList<>(SEALED.chain(36));
    blocks.addAll(SEALED.ticketedChain(blocks.getLast().ref(), 11));
    Consensus contested = rules.after(headers(blocks.subList(11, blocks.size())));
    assertTrue(contested.winners().isPresent());
    assertEquals(inTheState(blocks.getLast().ref()), contested);

    blocks.addAll(SEALED.chain(blocks.getLast().ref(), 4));
    Consensus ticketed = rules.after(headers(blocks.subList(23, blocks.size())));
    assertTrue(ticketed.seals() instanceof SealKeys.Tickets);
    assertEquals(inTheState(blocks.getLast().ref()), ticketed);

    EncodedBlock late = SEALED.child(blocks.getLast().ref(), 100); // some epochs have no block
    blocks.add(late);
    assertEquals(inTheState(late.ref()), rules.after(headers(blocks.subList(23, blocks.size()))));
  }

  @Test
  void whatDoesNotSufficeOrFollowIsRefused() {
    List<EncodedBlock> blocks = SEALED.chain(40);
    List<Header> enough = headers(blocks.subList(11, 40));
    assertTrue(CheckpointRules.suffice(enough));
    assertFalse(CheckpointRules.suffice(enough.subList(1, enough.size())));
    assertRefused("3 are needed", enough.subList(1, enough.size()));

    List<Header> gap = new ArrayList<>(enough);
    gap.remove(5);
    assertRefused("no child", gap);

    List<Header> broken = new ArrayList<>(enough);
    broken.set(broken.size() - 1, Lies.brokenSeal(blocks.getLast()).header());
    assertRefused("the seal is no signature", broken);
  }

  private void assertRefused(String reason, List<Header> headers) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> rules.after(headers));
    assertTrue(refused.getMessage().contains(reason), refused.getMessage());
  }

  // ---- the chain

  private ChainSpec spec() {
    Map<StateKey, Bytes> state =
        SEALED.genesis().state().keyvals().stream()
            .collect(Collectors.toMap(KeyValue::key, KeyValue::value));
    return ChainSpec.of("test", List.of(), SEALED.genesis().header(), state, SEALED.parameters());
  }

  private ChainService open(BlockStore store) {
    return new ChainService(
        spec(), store, Clock.systemUTC(), Plugins.of(new DepthFinality(5)), Optional.empty(), 4);
  }

  /** A store whose heads cannot be moved without blocks: as if the process ended before. */
  private static BlockStore withoutLastStep(BlockStore store) {
    return (BlockStore)
        Proxy.newProxyInstance(
            BlockStore.class.getClassLoader(),
            new Class<?>[] {BlockStore.class},
            (self, method, arguments) -> {
              if (method.getName().equals("commit") && ((List<?>) arguments[0]).isEmpty()) {
                throw new IllegalStateException("the process ends here");
              }
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Test
  void aCrashOnTheWayLeavesOneOrTheOther(@TempDir Path folder) throws Exception {
    List<EncodedBlock> blocks = SEALED.chain(50);
    MemoryBlockStore store = MemoryBlockStore.ofHeaders();
    new DataDirectory(folder, store).adopt(spec(), folder);
    List<Header> above = headers(blocks.subList(11, 40));
    try (ChainService chain = open(withoutLastStep(store))) {
      assertThrows(IllegalStateException.class, () -> chain.beginAt(above));
      assertEquals(chain.genesis(), chain.best());
    }
    HeaderStart.complete(store);
    try (ChainService chain = open(store)) {
      assertEquals(blocks.get(39).ref(), chain.best());
      assertEquals(10, chain.importBlocks(blocks.subList(40, 50), Origin.FILE).imported());
      HeaderStart.complete(store); // does nothing where nothing is to be done
      assertEquals(blocks.get(49).ref(), store.heads().best().ref());
      IllegalArgumentException late =
          assertThrows(IllegalArgumentException.class, () -> chain.beginAt(above));
      assertEquals("there are blocks already", late.getMessage());
    }
  }

  @Test
  void theValidatorsOfTheCheckpointAreTheTopology(@TempDir Path folder) throws Exception {
    List<EncodedBlock> blocks = SEALED.chain(40);
    MemoryBlockStore store = MemoryBlockStore.ofHeaders();
    new DataDirectory(folder, store).adopt(spec(), folder);
    List<Integer> told = new ArrayList<>();
    try (ChainService chain = open(store)) {
      chain.addTopologyListener(topology -> told.add(topology.current().size()));
      chain.beginAt(headers(blocks.subList(11, 40)));
      assertEquals(List.of(6, 6), told);
      assertEquals(Optional.of(blocks.get(39).ref()), chain.verification().checkpoint());
    }
  }

  @Test
  void aChainWithStatesBeginsAtGenesis() {
    try (VerifiedChain full = new VerifiedChain("fallback")) {
      assertThrows(IllegalArgumentException.class, () -> full.chain.beginAt(List.of()));
      assertEquals(Optional.empty(), full.chain.verification().checkpoint());
      assertFalse(full.chain.headersOnly());
    }
  }
}

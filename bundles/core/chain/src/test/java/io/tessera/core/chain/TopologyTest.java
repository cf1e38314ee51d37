package io.tessera.core.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tessera.chain.EncodedBlock;
import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.block.ValidatorKeys;
import io.tessera.net.Topology;
import io.tessera.net.TopologyListener;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Epochs of 12 slots: a new set counts from the second slot on, max(12/30, 1) = 1. */
class TopologyTest {
  private final TestChain test = new TestChain();
  private final List<Topology> heard = new ArrayList<>();

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void genesisStateHasTheSets() {
    test.chain.addTopologyListener(heard::add);
    Topology genesis = GenesisValidators.of(test.spec);
    assertEquals(List.of(genesis), heard);
    assertEquals(6, genesis.previous().size());
    assertEquals(
        next(test.builder.genesis().header().epochMark().orElseThrow().validators()),
        genesis.next());
  }

  @Test
  void countsOnceTheFirstBlockIsFinal() {
    test.finality = new DepthFinality(1);
    test.chain.addTopologyListener(heard::add);
    Topology genesis = heard.getFirst();
    List<EncodedBlock> blocks = test.builder.chain(13);
    test.add(blocks.subList(0, 12));
    test.chain.tick();
    assertEquals(List.of(genesis), heard);
    test.add(blocks);
    test.chain.tick();
    Topology expected =
        new Topology(
            genesis.current(),
            genesis.next(),
            next(blocks.get(11).header().epochMark().orElseThrow().validators()));
    assertEquals(List.of(genesis, expected), heard);
  }

  @Test
  void waitsForTheSlotWhenFinalAtOnce() {
    test.finality = new DepthFinality(0);
    test.clock.set(12);
    test.chain.addTopologyListener(heard::add);
    test.add(test.builder.chain(12));
    test.chain.tick();
    assertEquals(1, heard.size());
    test.clock.set(13);
    test.chain.tick();
    assertEquals(2, heard.size());
    test.chain.tick();
    assertEquals(2, heard.size());
  }

  @Test
  void restartFindsTheSameSets() {
    List<EncodedBlock> blocks = test.builder.chain(12 * 7 + 6);
    for (int upTo : new int[] {3, 12, 20, 40, 60, 90}) {
      test.add(blocks.subList(0, upTo));
      Topology before = topology();
      test.restart();
      assertEquals(before, topology(), "after " + upTo + " blocks");
    }
  }

  @Test
  void removedListenerHearsNothing() {
    TopologyListener listener = heard::add;
    test.chain.addTopologyListener(listener);
    test.chain.removeTopologyListener(listener);
    test.add(test.builder.chain(40));
    test.chain.tick();
    assertEquals(1, heard.size());
  }

  private Topology topology() {
    test.chain.tick();
    List<Topology> now = new ArrayList<>();
    test.chain.addTopologyListener(now::add);
    return now.getFirst();
  }

  private static List<Ed25519Public> next(List<ValidatorKeys> validators) {
    return validators.stream().map(ValidatorKeys::ed25519).toList();
  }
}

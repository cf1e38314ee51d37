package io.tessera.store.rocksdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.chain.Beginning;
import io.tessera.chain.BlockEntry;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.KeyRange;
import io.tessera.chain.PartialState.Target;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.StateKey;
import io.tessera.lib.codec.trace.KeyValue;
import io.tessera.testing.testkit.ChainBuilder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A state that is gathered beside the chain, and counts in one step. */
class RocksPartialStateTest {
  private static final List<KeyRange> HALVES = KeyRange.ALL.split(2);

  @TempDir private Path data;
  private final ModelChain before = new ModelChain(1);
  private final List<EncodedBlock> blocks = ChainBuilder.tiny(1).chain(20);
  private final Target target = Target.of(blocks.getLast(), "test");
  private RocksBlockStore store;

  @BeforeEach
  void open() {
    store = new RocksBlockStore(data, 2, 2, 2);
    if (store.identity().isEmpty()) {
      before.begin(store);
    }
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void reopen() {
    close();
    open();
  }

  /** One item for each first byte. */
  private static List<KeyValue> items(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(
            i ->
                new KeyValue(
                    StateKey.fromHex("%02x".formatted(i) + "11".repeat(30)),
                    Bytes.fromHex("%02x".formatted(i))))
        .toList();
  }

  private List<KeyValue> kept() {
    List<KeyValue> items = new ArrayList<>();
    store.partial().read(items::add);
    return items;
  }

  private static BlockEntry entry(EncodedBlock block, long height) {
    return new BlockEntry(block.ref(), block.header().parent(), height, block.raw().size());
  }

  private boolean put(KeyRange range, List<KeyValue> items, List<KeyRange> left) {
    return store.partial().put(target.block().hash(), range, items, left);
  }

  @Test
  void whatIsKeptStaysAndNobodyElseSeesIt() {
    store.partial().put(blocks.subList(10, 20));
    store.partial().begin(target, HALVES);
    KeyRange left = new KeyRange(StateKey.fromHex("40" + "00".repeat(30)), HALVES.get(0).end());
    assertTrue(put(HALVES.get(0), items(0, 0x40), List.of(left)));
    reopen();
    assertEquals(Optional.of(target), store.partial().target());
    assertEquals(List.of(left, HALVES.get(1)), store.partial().open());
    assertEquals(items(0, 0x40), kept());
    assertEquals(
        blocks.subList(10, 20).stream().map(block -> entry(block, 0)).toList(),
        store.partial().blocks());
    assertEquals(Optional.of(blocks.get(15).raw()), store.partial().raw(blocks.get(15).ref()));
    assertEquals(Optional.empty(), store.partial().raw(blocks.get(5).ref()));
    assertEquals(List.of(), store.atSlot(blocks.get(15).ref().slot()));
    assertEquals(before.genesis.entry(), store.heads().best());
    before.check(store, before.genesis, true);
    assertEquals(Optional.empty(), store.partial().beginning());
  }

  @Test
  void nothingIsPutThatIsNotOpenNow() {
    store.partial().begin(target, HALVES);
    assertFalse(put(KeyRange.ALL, items(0, 10), List.of()));
    Hash other = blocks.getFirst().hash();
    assertFalse(store.partial().put(other, HALVES.get(0), items(0, 10), List.of()));
    assertTrue(put(HALVES.get(0), items(0, 10), List.of()));
    assertFalse(put(HALVES.get(0), items(10, 20), List.of()), "late");
    assertEquals(items(0, 10), kept());
  }

  @Test
  void anotherTargetForgetsWhatIsOpenThen() {
    store.partial().begin(target, List.of(KeyRange.ALL));
    assertTrue(put(KeyRange.ALL, items(0, 256), List.of()));
    Target next = Target.of(blocks.get(15), "later");
    store.partial().begin(next, List.of(HALVES.get(1)));
    reopen();
    assertEquals(Optional.of(next), store.partial().target());
    assertEquals(items(0, 0x80), kept());
    assertEquals(List.of(HALVES.get(1)), store.partial().open());
  }

  @Test
  void whatIsDroppedIsGoneFromDisk() throws Exception {
    int states = before.genesis.state().size();
    store.partial().put(blocks);
    store.partial().begin(target, List.of(KeyRange.ALL));
    assertTrue(put(KeyRange.ALL, items(0, 256), List.of()));
    store.partial().drop();
    assertEquals(Optional.empty(), store.partial().target());
    assertEquals(List.of(), store.partial().blocks());
    close();
    assertEquals(states, RawRows.count(data, "state"));
    assertEquals(1, RawRows.count(data, "blocks"));
    assertEquals(0, RawRows.count(data, "partial"));
    open();
  }

  @Test
  void theChainIsReplacedInOneStep() throws Exception {
    ModelChain.Step old = before.child(before.genesis);
    before.extend(store, List.of(old), before.genesis);
    store.partial().put(blocks.subList(9, 20));
    store.partial().begin(target, List.of(KeyRange.ALL));
    List<BlockEntry> chain = new ArrayList<>();
    for (EncodedBlock block : blocks.subList(9, 19)) {
      chain.add(entry(block, 100 + chain.size()));
    }
    assertThrows(IllegalStateException.class, () -> store.partial().adopt(chain));
    assertTrue(put(KeyRange.ALL, items(0, 256), List.of()));
    store.partial().adopt(chain);
    for (int round = 0; round < 2; round++) {
      BlockEntry head = chain.getLast();
      assertEquals(head, store.heads().best());
      assertEquals(head, store.heads().finalized());
      assertEquals(chain, store.canonical(1, 1_000));
      assertEquals(before.genesis.entry(), store.canonical(0, 1).getFirst());
      assertEquals(List.of(blocks.get(12).raw()), store.blocks(List.of(blocks.get(12).hash())));
      assertEquals(Optional.empty(), store.entry(old.hash()));
      List<KeyValue> state = new ArrayList<>();
      assertTrue(store.states().read(head.ref().hash(), HALVES.get(0).start(), state::add));
      assertEquals(items(0, 256), state);
      assertEquals(Optional.of(new Beginning(head.ref(), "test")), store.partial().beginning());
      assertEquals(Optional.empty(), store.partial().target());
      reopen();
    }
    close();
    assertEquals(256, RawRows.count(data, "state"));
    assertEquals(11, RawRows.count(data, "blocks"));
    assertEquals(0, RawRows.count(data, "partial"));
    assertEquals(0, RawRows.count(data, "deltas"));
    open();
  }

  @Test
  void aWholeStateThatIsAnchoredEndsIt() throws Exception {
    store.partial().begin(target, List.of(KeyRange.ALL));
    assertTrue(put(KeyRange.ALL, items(0, 256), List.of()));
    store.states().anchor(before.genesis.hash(), items(0, 3).iterator());
    assertEquals(Optional.empty(), store.partial().target());
    assertFalse(put(KeyRange.ALL, items(0, 256), List.of()));
    close();
    assertEquals(3, RawRows.count(data, "state"));
    open();
  }
}

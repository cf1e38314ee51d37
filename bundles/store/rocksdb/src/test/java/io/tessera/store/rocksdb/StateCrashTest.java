package io.tessera.store.rocksdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.chain.BlockRef;
import io.tessera.chain.BlockStore.NewBlock;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.StateKey;
import io.tessera.lib.codec.trace.KeyValue;
import io.tessera.store.rocksdb.ModelChain.Step;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a store finds after the process ended without warning: images of its files meanwhile. */
class StateCrashTest {
  private static final int WINDOW = 2;

  @TempDir private Path data;
  @TempDir private Path images;

  /** The last write may be on disk in part: it counts as a whole or not at all. */
  @Test
  void blocksAndStatesStayTogether() throws Exception {
    ModelChain chain = new ModelChain(1);
    int lost = 0;
    int checked = 0;
    try (RocksBlockStore store = new RocksBlockStore(data, 2, 2, WINDOW)) {
      chain.begin(store);
      List<Step> all = new ArrayList<>(List.of(chain.genesis));
      for (int round = 0; round < 12; round++) {
        Step before = all.getLast();
        all.add(chain.child(before));
        chain.extend(store, List.of(all.getLast()), all.get(Math.max(0, all.size() - 3)));
        for (int cut : new int[] {0, 1, 9, 150}) {
          Path image = image("image" + round + "-" + cut);
          cutLog(image, cut);
          Step head = checkImage(chain, all, image);
          assertTrue(head.equals(all.getLast()) || (cut > 0 && head.equals(before)));
          lost += head.equals(before) ? 1 : 0;
          checked++;
        }
      }
    }
    assertEquals(48, checked);
    assertTrue(lost >= 24, lost + " images without the last commit");
  }

  private static Step checkImage(ModelChain chain, List<Step> all, Path image) {
    try (RocksBlockStore reopened = new RocksBlockStore(image, 2, 2, WINDOW)) {
      Step head = chain.steps.get(reopened.heads().best().ref().hash());
      long finalized = reopened.heads().finalized().height();
      for (Step step : all) {
        long height = step.entry().height();
        boolean stored = height <= head.entry().height();
        assertEquals(stored, reopened.entry(step.hash()).isPresent());
        chain.check(reopened, step, stored && height >= Math.max(0, finalized - 1 - WINDOW));
      }
      return head;
    }
  }

  @Test
  void anchorCountsFromItsLastStepOn() throws Exception {
    ModelChain chain = new ModelChain(2);
    Step one = chain.child(chain.genesis);
    List<KeyValue> state = largeState();
    try (RocksBlockStore store = new RocksBlockStore(data, 2, 2, WINDOW)) {
      chain.begin(store);
      chain.extend(store, List.of(one), chain.genesis);
      Path[] image = new Path[1];
      store.states().anchor(one.hash(), watched(state, () -> image[0] = image("half")));
      checkAnchored(store, one.entry().ref(), state);
      chain.check(store, chain.genesis, false);
      assertEquals(state.size(), RawRows.count(image("after"), "state"));
      try (RocksBlockStore half = new RocksBlockStore(image[0], 2, 2, WINDOW)) {
        chain.check(half, chain.genesis, true);
        chain.check(half, one, true);
      }
      assertEquals(chain.genesis.state().size(), RawRows.count(image[0], "state"));
    }
    try (RocksBlockStore store = new RocksBlockStore(data, 2, 2, WINDOW)) {
      checkAnchored(store, one.entry().ref(), state);
    }
    assertEquals(state.size(), RawRows.count(data, "state"));
    assertEquals(0, RawRows.count(data, "deltas"));
  }

  @Test
  void anchorThatFailsChangesNothing() throws Exception {
    ModelChain chain = new ModelChain(3);
    Step one = chain.child(chain.genesis);
    List<KeyValue> state = largeState();
    try (RocksBlockStore store = new RocksBlockStore(data, 2, 2, WINDOW)) {
      chain.begin(store);
      chain.extend(store, List.of(one), chain.genesis);
      Runnable failing =
          () -> {
            throw new IllegalStateException("no more");
          };
      assertThrows(
          IllegalStateException.class,
          () -> store.states().anchor(one.hash(), watched(state, failing)));
      chain.check(store, chain.genesis, true);
      chain.check(store, one, true);
      // The items of the attempt must not show up in the next one.
      List<KeyValue> small = state.subList(0, 3);
      store.states().anchor(one.hash(), small.iterator());
      checkAnchored(store, one.entry().ref(), small);
    }
  }

  @Test
  void anchorsOnAStoreWithoutAnyState() {
    ModelChain chain = new ModelChain(4);
    List<KeyValue> state = ModelChain.items(chain.genesis.state());
    try (RocksBlockStore store = new RocksBlockStore(data, 2, 2, WINDOW)) {
      store.initialize(
          ModelChain.IDENTITY, new NewBlock(chain.genesis.entry(), chain.genesis.block().raw()));
      assertEquals(Optional.empty(), store.states().base());
      Step one = chain.child(chain.genesis);
      chain.extend(store, List.of(one), chain.genesis);
      chain.check(store, chain.genesis, false);
      chain.check(store, one, false);
      store.states().anchor(chain.genesis.hash(), state.iterator());
      chain.check(store, chain.genesis, true);
      chain.extend(store, List.of(one), chain.genesis);
      chain.check(store, one, true);
      assertThrows(
          IllegalArgumentException.class, () -> store.states().anchor(Hash.ZERO, state.iterator()));
    }
  }

  private static void checkAnchored(RocksBlockStore store, BlockRef block, List<KeyValue> state) {
    assertEquals(Optional.of(block), store.states().base());
    Map<StateKey, Bytes> found = new HashMap<>();
    assertTrue(
        store
            .states()
            .read(
                block.hash(),
                StateKey.wrap(new byte[StateKey.SIZE]),
                item -> found.put(item.key(), item.value()) == null));
    Map<StateKey, Bytes> wanted = new HashMap<>();
    state.forEach(item -> wanted.put(item.key(), item.value()));
    assertEquals(wanted, found);
  }

  /** Twelve MiB, which are written in several parts. */
  private static List<KeyValue> largeState() {
    Random random = new Random(5);
    return IntStream.range(0, 12 << 6)
        .mapToObj(
            i -> {
              byte[] key = new byte[StateKey.SIZE];
              byte[] value = new byte[1 << 14];
              random.nextBytes(key);
              random.nextBytes(value);
              return new KeyValue(StateKey.wrap(key), Bytes.wrap(value));
            })
        .toList();
  }

  /** Does something when three quarters have been read. */
  private static Iterator<KeyValue> watched(List<KeyValue> state, Runnable atThreeQuarters) {
    return IntStream.range(0, state.size())
        .mapToObj(
            i -> {
              if (i == state.size() * 3 / 4) {
                atThreeQuarters.run();
              }
              return state.get(i);
            })
        .iterator();
  }

  /** The files as they are at one moment: taken again when one came or went meanwhile. */
  private Path image(String name) {
    for (int attempt = 0; attempt < 100; attempt++) {
      Path image = images.resolve(name + "." + attempt);
      try {
        Set<String> before = names();
        copy(image.resolve("blocks"), before);
        if (names().equals(before)) {
          return image;
        }
      } catch (NoSuchFileException gone) {
        // A compaction has removed it.
        assertTrue(gone.getFile().startsWith(data.toString()));
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
    throw new AssertionError("the files never stand still");
  }

  private void copy(Path to, Set<String> names) throws IOException {
    Files.createDirectories(to);
    for (String name : names) {
      Files.copy(data.resolve("blocks").resolve(name), to.resolve(name));
    }
  }

  private Set<String> names() throws IOException {
    try (Stream<Path> files = Files.list(data.resolve("blocks"))) {
      return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
    }
  }

  /** Takes bytes from the end of the newest log. */
  private static void cutLog(Path image, int bytes) throws IOException {
    try (Stream<Path> files = Files.list(image.resolve("blocks"))) {
      Path log =
          files
              .filter(file -> file.getFileName().toString().endsWith(".log"))
              .max(Path::compareTo)
              .orElseThrow();
      try (FileChannel channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
        channel.truncate(channel.size() - bytes);
      }
    }
  }
}

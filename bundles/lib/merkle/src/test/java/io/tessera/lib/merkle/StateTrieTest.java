package io.tessera.lib.merkle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.jr.ob.JSON;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.StateKey;
import io.tessera.lib.codec.trace.KeyValue;
import io.tessera.lib.codec.trace.RawState;
import io.tessera.lib.codec.trace.TraceGenesis;
import io.tessera.lib.codec.trace.TraceStep;
import io.tessera.lib.crypto.Blake2b;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateTrieTest {
  private static final Path VECTORS =
      Path.of(System.getProperty("tessera.root")).resolveSibling("shared").resolve("vectors");

  /**
   * The vectors take the least significant bit of a byte first, the Gray Paper 0.7.2 and the traces
   * the most significant one. They therefore check the model that the trie is compared with below.
   * Their keys have 32 bytes, of which the last is not used.
   */
  @Test
  void modelGivesTheRootsOfTheVectors() throws IOException {
    List<Object> cases =
        JSON.std.listFrom(Files.readAllBytes(VECTORS.resolve("trie").resolve("trie.json")));
    assertEquals(11, cases.size());
    for (Object each : cases) {
      Map<?, ?> vector = (Map<?, ?>) each;
      assertEquals(
          vector.get("output"),
          new BitwiseTrie(false).root(state((Map<?, ?>) vector.get("input"))).toHex());
    }
  }

  private static Map<StateKey, Bytes> state(Map<?, ?> input) {
    Map<StateKey, Bytes> state = new HashMap<>();
    input.forEach(
        (key, value) ->
            state.put(
                StateKey.fromHex(((String) key).substring(0, 2 * StateKey.SIZE)),
                Bytes.fromHex((String) value)));
    return state;
  }

  /**
   * Keys that part early, late and only in their last bit; values around the 32 bytes of a leaf.
   */
  @Test
  void agreesWithTheModel() {
    Random random = new Random(7);
    for (int size = 0; size < 40; size++) {
      Map<StateKey, Bytes> state = new HashMap<>();
      byte[] key = new byte[StateKey.SIZE];
      for (int i = 0; i < size; i++) {
        int bit = random.nextInt(8 * StateKey.SIZE);
        key[bit / 8] ^= (byte) (1 << (bit % 8));
        byte[] value = new byte[random.nextInt(66)];
        random.nextBytes(value);
        state.put(StateKey.wrap(key.clone()), Bytes.wrap(value));
      }
      assertEquals(new BitwiseTrie(true).root(state), StateTrie.root(state), size + " items");
    }
  }

  /** Each block's changes applied to the trie before it, as a node does it. */
  @ParameterizedTest
  @ValueSource(strings = {"fallback", "safrole", "preimages_light", "storage_light"})
  void rootsOfTheTraces(String trace) throws IOException {
    Path folder = VECTORS.resolve("traces").resolve(trace);
    RawState genesis =
        TraceGenesis.codec(ProtocolParameters.TINY)
            .decode(Files.readAllBytes(folder.resolve("genesis.bin")))
            .state();
    StateTrie trie = StateTrie.of(genesis.keyvals());
    assertEquals(genesis.stateRoot(), trie.root());
    for (int number = 1; number <= 100; number++) {
      TraceStep step =
          TraceStep.codec(ProtocolParameters.TINY)
              .decode(Files.readAllBytes(folder.resolve("%08d.bin".formatted(number))));
      assertEquals(trie.root(), step.block().header().priorStateRoot(), "block " + number);
      trie = trie.with(changes(step.pre(), step.post()));
      assertEquals(step.post().stateRoot(), trie.root(), "after block " + number);
      assertEquals(step.post().keyvals().size(), trie.size());
    }
  }

  private static List<StateChange> changes(RawState before, RawState after) {
    Map<StateKey, StateChange> changes = new HashMap<>();
    before.keyvals().forEach(item -> changes.put(item.key(), StateChange.remove(item.key())));
    after
        .keyvals()
        .forEach(item -> changes.put(item.key(), StateChange.put(item.key(), item.value())));
    return List.copyOf(changes.values());
  }

  /** A value of 32 bytes stands in its leaf, one of 33 is hashed; both by hand from the formula. */
  @Test
  void leafHoldsUpToThirtyTwoBytes() {
    String key = "01".repeat(31);
    assertEquals(
        Blake2b.hash(Bytes.fromHex("a0" + key + "ff".repeat(32))),
        StateTrie.root(Map.of(StateKey.fromHex(key), Bytes.fromHex("ff".repeat(32)))));
    Bytes longer = Bytes.fromHex("ff".repeat(33));
    assertEquals(
        Blake2b.hash(Bytes.fromHex("c0" + key), Blake2b.hash(longer)),
        StateTrie.root(Map.of(StateKey.fromHex(key), longer)));
  }

  @Test
  void refusesTwoValuesOfOneKey() {
    KeyValue item = new KeyValue(StateKey.fromHex("00".repeat(31)), Bytes.EMPTY);
    assertThrows(IllegalArgumentException.class, () -> StateTrie.root(List.of(item, item)));
  }
}

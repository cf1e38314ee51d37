package io.tessera.lib.codec.state;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.CodecException;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.StateKey;
import io.tessera.lib.codec.Vectors;
import io.tessera.lib.codec.trace.KeyValue;
import io.tessera.lib.codec.trace.RawState;
import io.tessera.lib.codec.trace.TraceStep;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every state of the traces: all components and accounts decode and encode to the same bytes. */
class TraceStatesTest {
  private static final ProtocolParameters TINY = ProtocolParameters.TINY;
  private static final Path TRACES = Vectors.ROOT.resolve("traces");

  @ParameterizedTest
  @ValueSource(strings = {"fallback", "safrole", "preimages_light", "storage_light"})
  void everyStateEncodesToTheSameBytes(String trace) {
    int states = 0;
    for (Path file : Vectors.files(TRACES.resolve(trace), ".bin")) {
      if (!file.endsWith("genesis.bin")) {
        TraceStep step = TraceStep.codec(TINY).decode(Vectors.read(file));
        check(step.pre());
        check(step.post());
        states += 2;
      }
    }
    assertEquals(200, states);
  }

  private static void check(RawState state) {
    Map<StateKey, Bytes> items = items(state);
    for (StateComponent<?> component : StateComponent.ALL) {
      assertTrue(items.containsKey(component.key()), component.toString());
      roundTrip(component.codec(TINY), items.get(component.key()));
    }
    int accounts = 0;
    for (KeyValue item : state.keyvals()) {
      if (item.key().get(0) == 255) {
        roundTrip(ServiceAccount.CODEC, item.value());
        assertEquals(item.key(), StateKeys.account(serviceOf(item.key())));
        accounts++;
      }
    }
    assertTrue(accounts > 0, "no account");
  }

  private static <T> void roundTrip(Codec<T> codec, Bytes value) {
    byte[] bytes = value.toByteArray();
    assertArrayEquals(bytes, codec.encode(codec.decode(bytes)));
  }

  private static long serviceOf(StateKey key) {
    return key.get(1) | key.get(3) << 8 | key.get(5) << 16 | (long) key.get(7) << 24;
  }

  @Test
  void componentThatIsCutOrTooLongIsRefused() {
    Path file = TRACES.resolve("storage_light").resolve("00000010.bin");
    Map<StateKey, Bytes> items = items(TraceStep.codec(TINY).decode(Vectors.read(file)).post());
    for (StateComponent<?> component : StateComponent.ALL) {
      byte[] bytes = items.get(component.key()).toByteArray();
      Codec<?> codec = component.codec(TINY);
      for (int length = 0; length < bytes.length; length += 1 + bytes.length / 50) {
        byte[] cut = Arrays.copyOf(bytes, length);
        assertThrows(CodecException.class, () -> codec.decode(cut), component.toString());
      }
      byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
      assertThrows(CodecException.class, () -> codec.decode(longer), component.toString());
    }
  }

  @Test
  void accountOfAnotherVersionIsRefused() {
    byte[] account = new byte[89];
    assertEquals(0, ServiceAccount.CODEC.decode(account).balance());
    account[0] = 1;
    assertThrows(CodecException.class, () -> ServiceAccount.CODEC.decode(account));
  }

  @Test
  void keysOfItemsAlternateServiceAndHash() {
    byte[] hash = new byte[Hash.SIZE];
    for (int i = 0; i < hash.length; i++) {
      hash[i] = (byte) (0xa0 + i);
    }
    assertEquals(
        "04a003a102a201a3" + Hash.wrap(hash).toHex().substring(8, 8 + 2 * 23),
        StateKeys.item(0x01020304, Hash.wrap(hash)).toHex());
    assertEquals("ff04000300020001" + "00".repeat(23), StateKeys.account(0x01020304).toHex());
    assertEquals("10" + "00".repeat(30), StateKeys.component(16).toHex());
  }

  @Test
  void componentsStandInTheOrderOfTheirIndices() {
    List<Integer> indices = StateComponent.ALL.stream().map(StateComponent::index).toList();
    assertEquals(List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16), indices);
  }

  private static Map<StateKey, Bytes> items(RawState state) {
    Map<StateKey, Bytes> items = new HashMap<>();
    state.keyvals().forEach(item -> items.put(item.key(), item.value()));
    return items;
  }
}

package io.tessera.lib.authoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.jr.ob.JSON;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.StateKey;
import io.tessera.lib.codec.block.Header;
import io.tessera.lib.codec.block.Preimage;
import io.tessera.lib.codec.state.ServiceAccount;
import io.tessera.lib.codec.state.StateComponent;
import io.tessera.lib.codec.state.StateKeys;
import io.tessera.lib.codec.trace.TraceGenesis;
import io.tessera.lib.crypto.Blake2b;
import io.tessera.lib.crypto.HeaderHash;
import io.tessera.lib.crypto.ServiceKeys;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The genesis of development chains, against that of another implementation. */
class DevGenesisTest {
  private static final ProtocolParameters TINY = ProtocolParameters.TINY;
  private static final String KNOWN_HASH =
      "2bf11dc5e1c7b9bbaafc2c8533017abc12daeb0baf22c92509ad50f7875e5716";

  @Test
  void theHeaderIsTheOneThatOthersKnow() {
    Header header = DevGenesis.of(TINY, DevService.SMALL).header();
    assertEquals(KNOWN_HASH, HeaderHash.of(header, TINY).toHex());
  }

  /** All components but those that depend on which services there are. */
  @Test
  void theStateIsThatOfAPublicDevelopmentChain() throws IOException {
    Map<String, Object> spec =
        JSON.std.mapFrom(
            Vectors.read(Vectors.SHARED.resolve("chainspecs").resolve("polkajam-dev.json")));
    Map<?, ?> expected = (Map<?, ?>) spec.get("genesis_state");
    Map<StateKey, Bytes> state = state(DevGenesis.of(TINY, DevService.SMALL));
    int compared = 0;
    for (StateComponent<?> component : StateComponent.ALL) {
      if (component != StateComponent.AUTHORIZER_POOLS
          && component != StateComponent.AUTHORIZER_QUEUES) {
        assertEquals(
            expected.get(component.key().toHex()),
            state.get(component.key()).toHex(),
            component.toString());
        compared++;
      }
    }
    assertEquals(14, compared);
  }

  @Test
  void everyComponentIsThereAndDecodes() {
    ProtocolParameters odd = withValidators(TINY, 9);
    Map<StateKey, Bytes> state = state(DevGenesis.of(odd, new DevService(0, 8, 0, 0)));
    assertEquals(StateComponent.ALL.size() + 1, state.size());
    for (StateComponent<?> component : StateComponent.ALL) {
      component.codec(odd).decode(state.get(component.key()).toByteArray());
    }
  }

  @Test
  void theServiceWaitsForItsPreimagesAndCountsWhatItStores() {
    DevService service = new DevService(3, 50, 20, 7);
    TraceGenesis genesis = DevGenesis.of(TINY, service);
    Map<StateKey, Bytes> state = state(genesis);
    assertEquals(genesis.state().keyvals().size(), state.size(), "keys differ");
    assertEquals(StateComponent.ALL.size() + 1 + 3 + 20, state.size());
    for (int i = 0; i < 3; i++) {
      Preimage preimage = service.preimage(i);
      assertEquals(50, preimage.blob().size());
      StateKey request =
          ServiceKeys.request(preimage.requester(), Blake2b.hash(preimage.blob()), 50);
      assertEquals("00", state.get(request).toHex());
    }
    ServiceAccount account =
        ServiceAccount.CODEC.decode(state.get(StateKeys.account(DevService.INDEX)).toByteArray());
    // Gray Paper, "Account Footprint and Threshold Balance".
    assertEquals(2 * 3 + 20, account.items());
    assertEquals(3 * (81 + 50) + 20 * (34 + 8 + 7), account.octets());
  }

  @Test
  void moreStorageIsMoreState() {
    TraceGenesis small = DevGenesis.of(TINY, DevService.SMALL);
    TraceGenesis large = DevGenesis.of(TINY, DevService.SMALL.withStorage(1000));
    assertEquals(1000, large.state().keyvals().size() - small.state().keyvals().size());
    assertEquals(small.header(), large.header());
    assertNotEquals(small.state().stateRoot(), large.state().stateRoot());
  }

  @Test
  void preimagesMustDiffer() {
    assertThrows(IllegalArgumentException.class, () -> new DevService(2, 7, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new DevService(-1, 8, 0, 0));
  }

  private static Map<StateKey, Bytes> state(TraceGenesis genesis) {
    Map<StateKey, Bytes> state = new HashMap<>();
    genesis.state().keyvals().forEach(item -> state.put(item.key(), item.value()));
    return state;
  }

  /** The same parameters with another number of validators: their bytes 74 and 75 from the end. */
  private static ProtocolParameters withValidators(ProtocolParameters parameters, int count) {
    byte[] encoded = ProtocolParameters.CODEC.encode(parameters);
    int at = ProtocolParameters.SIZE - 9 * Integer.BYTES - Short.BYTES;
    encoded[at] = (byte) count;
    return ProtocolParameters.CODEC.decode(encoded);
  }
}

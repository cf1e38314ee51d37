package io.tessera.lib.authoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.StateKey;
import io.tessera.lib.codec.state.DisputeRecords;
import io.tessera.lib.codec.state.StateComponent;
import io.tessera.lib.codec.state.ValidatorData;
import io.tessera.lib.crypto.Blake2b;
import io.tessera.lib.crypto.Ed25519KeyPair;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Who guarantees which core, on a development chain's genesis. */
class GuarantorStateTest {
  private static final ProtocolParameters TINY = ProtocolParameters.TINY;
  private static final int EPOCH = TINY.epochLength();

  private final Map<StateKey, Bytes> state = new HashMap<>();

  GuarantorStateTest() {
    DevGenesis.of(TINY, DevService.SMALL)
        .state()
        .keyvals()
        .forEach(item -> state.put(item.key(), item.value()));
  }

  private GuarantorState read(long slot) {
    return GuarantorState.read(TINY, key -> Optional.ofNullable(state.get(key)), slot);
  }

  private <T> void put(StateComponent<T> component, T value) {
    state.put(component.key(), Bytes.wrap(component.codec(TINY).encode(value)));
  }

  private static Hash entropy(int number) {
    return Blake2b.hash(new byte[] {(byte) number});
  }

  @Test
  void inTheStatesEpochItsValuesCount() {
    GuarantorState at = read(EPOCH - 1);
    assertEquals(entropy(2), at.entropy().second());
    assertEquals(entropy(3), at.entropy().third());
  }

  /** As the first block of an epoch will have them. */
  @Test
  void inTheNextEpochEntropyAndSetsHaveMovedOn() {
    List<ValidatorData> active = read(1).activeSet();
    GuarantorState at = read(EPOCH);
    assertEquals(entropy(1), at.entropy().second());
    assertEquals(entropy(2), at.entropy().third());
    assertEquals(active, at.previousSet());
    assertNotEquals(at.current(TINY).cores(), at.previous(TINY).cores());
  }

  @Test
  void thePreviousRotationOfAnEpochsFirstIsTheEpochBeforesLast() {
    assertEquals(read(EPOCH - 1).current(TINY), read(EPOCH).previous(TINY));
    assertEquals(read(EPOCH - 1).current(TINY), read(EPOCH + 3).previous(TINY));
    assertEquals(read(1).current(TINY), read(TINY.rotationPeriod()).previous(TINY));
  }

  @Test
  void coresAreSharedEquallyAndRotate() {
    GuarantorAssignments now = read(1).current(TINY);
    assertEquals(3, now.on(0).size());
    assertEquals(3, now.on(1).size());
    assertEquals(now.on(0), read(5).current(TINY).on(1));
  }

  @Test
  void validatorsAreFoundByTheirKeys() {
    GuarantorAssignments now = read(1).current(TINY);
    for (int i = 0; i < TINY.validators(); i++) {
      Ed25519Public key = now.validators().get(i).ed25519();
      assertEquals(OptionalInt.of(i), now.indexOf(key));
      assertEquals(OptionalInt.of(now.cores().get(i)), now.coreOf(key));
    }
    Ed25519Public nobody = Ed25519Public.wrap(new byte[Ed25519Public.SIZE]);
    assertEquals(OptionalInt.empty(), now.indexOf(nobody));
    assertEquals(OptionalInt.empty(), now.coreOf(nobody));
  }

  @Test
  void offendersGuaranteeNothing() {
    GuarantorAssignments before = read(1).current(TINY);
    int offender = before.on(0).getFirst();
    Ed25519Public key = before.validators().get(offender).ed25519();
    put(StateComponent.DISPUTES, new DisputeRecords(List.of(), List.of(), List.of(), List.of(key)));
    GuarantorAssignments now = read(1).current(TINY);
    assertEquals(before.on(0).subList(1, 3), now.on(0));
    assertEquals(OptionalInt.empty(), now.coreOf(key));
    assertEquals(
        OptionalInt.empty(), now.indexOf(ValidatorData.NULL.ed25519()), "zeroes are nobody's key");
  }

  @Test
  void aMissingComponentIsNamed() {
    state.remove(StateComponent.ENTROPY.key());
    IllegalArgumentException missing = assertThrows(IllegalArgumentException.class, () -> read(1));
    assertTrue(missing.getMessage().contains("entropy"), missing.getMessage());
  }

  /** X_G and the report's hash. */
  @Test
  void aStatementIsTheWordAndTheHash() {
    Ed25519KeyPair key = DevGenesis.secrets(0).ed25519();
    Hash report = entropy(9);
    byte[] message = Bytes.fromHex("6a616d5f67756172616e746565" + report).toByteArray();
    assertEquals(key.sign(message), GuaranteeStatement.sign(key, report));
    assertTrue(GuaranteeStatement.verify(key.publicKey(), report, key.sign(message)));
    assertFalse(GuaranteeStatement.verify(key.publicKey(), entropy(8), key.sign(message)));
  }
}

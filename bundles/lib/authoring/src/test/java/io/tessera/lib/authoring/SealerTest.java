package io.tessera.lib.authoring;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.StateKey;
import io.tessera.lib.codec.block.Extrinsic;
import io.tessera.lib.codec.block.Header;
import io.tessera.lib.codec.state.SealKeys;
import io.tessera.lib.codec.trace.RawState;
import io.tessera.lib.codec.trace.TraceStep;
import io.tessera.lib.crypto.ValidatorSecrets;
import io.tessera.lib.crypto.VrfOutput;
import io.tessera.lib.crypto.bandersnatch.BandersnatchKeyPair;
import io.tessera.lib.crypto.bandersnatch.IetfVrf;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Headers of recorded chains, made again. */
class SealerTest {
  private static final ProtocolParameters TINY = ProtocolParameters.TINY;
  private static final List<BandersnatchKeyPair> KEYS =
      DevGenesis.secrets(TINY).stream().map(ValidatorSecrets::bandersnatch).toList();

  private final Sealer everybody = new Sealer(TINY, KEYS);

  /** Every byte but the seal's proof, in which signers are free: that one is verified. */
  @ParameterizedTest
  @CsvSource({"fallback, 8, 0, 0", "safrole, 8, 3, 36"})
  void everyHeaderIsTheRecordedOne(String trace, int epochs, int winners, int ticketed) {
    int epochMarks = 0;
    int winnersMarks = 0;
    int tickets = 0;
    for (int number = 1; number <= 100; number++) {
      TraceStep step = Vectors.step(trace, number);
      Header header = step.block().header();
      SlotView view = view(step, header.slot());
      Claim claim = everybody.claim(view).orElseThrow();
      Header made =
          everybody.seal(
              claim, view, header.parent(), header.priorStateRoot(), step.block().extrinsic());
      String name = "block " + number;
      byte[] unsealed = header.encodeUnsealed(TINY);
      assertArrayEquals(unsealed, made.encodeUnsealed(TINY), name);
      assertEquals(
          Optional.of(VrfOutput.of(header.seal())),
          IetfVrf.verify(
              view.activeSet().get(header.authorIndex()).bandersnatch(),
              claim.input().toByteArray(),
              unsealed,
              made.seal()),
          name);
      epochMarks += made.epochMark().isPresent() ? 1 : 0;
      winnersMarks += made.ticketsMark().isPresent() ? 1 : 0;
      tickets += claim.input().size() == SealInputs.ticket(Hash.ZERO, 0).length ? 1 : 0;
    }
    assertEquals(epochs, epochMarks);
    assertEquals(winners, winnersMarks);
    assertEquals(ticketed, tickets);
  }

  /** Each slot of an epoch is one validator's, and the others have no claim. */
  @ParameterizedTest
  @CsvSource({"10, 0", "48, 1"})
  void everySlotIsOneValidators(int number, int isTicketed) {
    TraceStep step = Vectors.step("safrole", number);
    SlotView view = view(step, step.block().header().slot());
    assertEquals(isTicketed == 1, view.sealKeys() instanceof SealKeys.Tickets);
    int[] owners = new int[TINY.epochLength()];
    for (BandersnatchKeyPair key : KEYS) {
      new Sealer(TINY, List.of(key)).phases(view).forEach(phase -> owners[phase]++);
    }
    for (int owner : owners) {
      assertEquals(1, owner);
    }
    assertEquals(TINY.epochLength(), everybody.phases(view).size());
    long claims =
        KEYS.stream().filter(key -> new Sealer(TINY, List.of(key)).claim(view).isPresent()).count();
    assertEquals(1, claims);
  }

  /** A skipped epoch loses the tickets: the slot keys fall back. */
  @Test
  void afterASkippedEpochKeysFallBack() {
    TraceStep step = Vectors.step("safrole", 48);
    long slot = step.block().header().slot();
    SlotView next = view(step, slot);
    SlotView later = view(step, slot + TINY.epochLength());
    assertTrue(next.sealKeys() instanceof SealKeys.Tickets);
    assertTrue(later.sealKeys() instanceof SealKeys.Fallback);
    assertTrue(later.newEpoch());
  }

  @Test
  void aClaimIsForItsSlotOnly() {
    TraceStep step = Vectors.step("fallback", 3);
    SlotView view = view(step, 3);
    Claim claim = everybody.claim(view).orElseThrow();
    SlotView other = view(step, 4);
    assertThrows(
        IllegalArgumentException.class,
        () -> everybody.seal(claim, other, Hash.ZERO, Hash.ZERO, Extrinsic.EMPTY));
    assertThrows(IllegalArgumentException.class, () -> view(step, 2));
  }

  /** Validators that misbehaved are announced as zeroes, and have no slot any more. */
  @Test
  void offendersLoseTheirPlace() {
    TraceStep step = Vectors.step("fallback", 12);
    AuthoringState state = state(step.pre());
    AuthoringState withOffender =
        new AuthoringState(
            state.slot(),
            state.entropy(),
            state.safrole(),
            state.activeSet(),
            state.stagingSet(),
            List.of(state.stagingSet().get(2).ed25519()));
    SlotView view = SlotView.of(TINY, withOffender, 12);
    assertTrue(view.newEpoch());
    Bytes announced = view.epochMark().orElseThrow().validators().get(2).ed25519();
    assertEquals("00".repeat(32), announced.toHex());
    assertTrue(TicketMaker.of(view, KEYS.get(2)).isEmpty());
  }

  private static SlotView view(TraceStep step, long slot) {
    return SlotView.of(TINY, state(step.pre()), slot);
  }

  private static AuthoringState state(RawState raw) {
    Map<StateKey, Bytes> items = new HashMap<>();
    raw.keyvals().forEach(item -> items.put(item.key(), item.value()));
    return AuthoringState.read(TINY, key -> Optional.ofNullable(items.get(key)));
  }
}

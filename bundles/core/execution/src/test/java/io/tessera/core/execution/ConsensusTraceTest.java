package io.tessera.core.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.chain.BlockRejectedException;
import io.tessera.chain.ConsensusState;
import io.tessera.chain.ExecutedBlock;
import io.tessera.chain.StateKnowledge;
import io.tessera.chain.Unchecked;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.StateKey;
import io.tessera.lib.codec.state.RecentBlock;
import io.tessera.lib.codec.state.RecentHistory;
import io.tessera.lib.codec.state.SafroleState;
import io.tessera.lib.codec.state.StateComponent;
import io.tessera.lib.codec.state.ValidatorData;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Chains with work, without an accumulator: from the block on that makes work available, all that
 * does not depend on services is still checked, and is what the trace says.
 */
class ConsensusTraceTest {

  @ParameterizedTest
  @CsvSource({"preimages_light, 770, 82, 18", "storage_light, 781, 83, 0"})
  void everyBlockIsConsensusVerified(String name, int verified, int reports, int preimages)
      throws BlockRejectedException {
    Trace trace = Trace.read(name);
    TestChain chain =
        new TestChain(
            new TransitionExecutor(Trace.TINY, Proofs.REAL),
            trace.genesis(),
            trace.steps().getFirst().pre());
    Map<Unchecked, Integer> unchecked = new EnumMap<>(Unchecked.class);
    int complete = 0;
    int signatures = 0;
    for (Trace.Step step : trace.steps()) {
      String slot = "slot " + step.block().header().slot();
      ExecutedBlock executed = chain.append(step.block());
      executed.unchecked().forEach((rule, times) -> unchecked.merge(rule, times, Integer::sum));
      signatures += executed.signatures().size();
      if (executed.knowledge() == StateKnowledge.COMPLETE) {
        complete++;
        assertEquals(step.post(), chain.state(), slot);
      } else {
        assertEquals(ConsensusState.KEYS, chain.state().keySet(), slot);
        assertSame(step.post(), chain.state(), slot);
      }
    }
    assertEquals(1, complete, "blocks before work became available");
    assertEquals(verified, signatures);
    Map<Unchecked, Integer> expected = new EnumMap<>(Unchecked.class);
    expected.put(Unchecked.PRIOR_STATE_ROOT, 98);
    expected.put(Unchecked.AUTHORIZER_POOLS, reports);
    expected.put(Unchecked.CODE_HASHES_AND_GAS, reports);
    expected.put(Unchecked.ACCUMULATED_PACKAGES, reports);
    expected.put(Unchecked.BEEFY_ROOTS, reports);
    if (preimages > 0) {
      expected.put(Unchecked.PREIMAGE_REQUESTS, preimages);
    }
    assertEquals(expected, unchecked);
  }

  /** What is known in part is compared as far as it is known. */
  private static void assertSame(
      Map<StateKey, Bytes> expected, Map<StateKey, Bytes> actual, String slot) {
    for (StateComponent<?> component : ConsensusState.COMPONENTS) {
      assertEquals(known(component, expected), known(component, actual), slot + " " + component);
    }
    List<RecentBlock> blocks = decode(StateComponent.RECENT_HISTORY, actual).blocks();
    List<RecentBlock> full = decode(StateComponent.RECENT_HISTORY, expected).blocks();
    for (int i = 0; i < blocks.size(); i++) {
      assertTrue(
          blocks.get(i).beefyRoot().equals(Hash.ZERO) || blocks.get(i).equals(full.get(i)), slot);
    }
  }

  private static <T> Object known(StateComponent<T> component, Map<StateKey, Bytes> state) {
    Object value = decode(component, state);
    return switch (value) {
      case SafroleState safrole ->
          new SafroleState(
              bare(safrole.pendingSet()),
              safrole.epochRoot(),
              safrole.sealKeys(),
              safrole.accumulator());
      case RecentHistory history ->
          history.blocks().stream()
              .map(it -> List.of(it.headerHash(), it.stateRoot(), it.reported()))
              .toList();
      default -> isValidatorSet(component) ? bareSet(component, state) : value;
    };
  }

  private static boolean isValidatorSet(StateComponent<?> component) {
    return component == StateComponent.ACTIVE_SET || component == StateComponent.PREVIOUS_SET;
  }

  private static List<ValidatorData> bareSet(
      StateComponent<?> component, Map<StateKey, Bytes> state) {
    return bare(
        ValidatorData.setCodec(Trace.TINY).decode(state.get(component.key()).toByteArray()));
  }

  /** Validators as an epoch marker tells them. */
  private static List<ValidatorData> bare(List<ValidatorData> set) {
    return set.stream()
        .map(
            it ->
                new ValidatorData(
                    it.bandersnatch(),
                    it.ed25519(),
                    ValidatorData.NULL.bls(),
                    ValidatorData.NULL.metadata()))
        .toList();
  }

  private static <T> T decode(StateComponent<T> component, Map<StateKey, Bytes> state) {
    return component.codec(Trace.TINY).decode(state.get(component.key()).toByteArray());
  }
}

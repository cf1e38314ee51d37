package io.tessera.core.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tessera.chain.BlockRejectedException;
import io.tessera.chain.ExecutedBlock;
import io.tessera.chain.StateKnowledge;
import io.tessera.lib.codec.state.StateComponent;
import io.tessera.lib.merkle.StateTrie;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole blocks: every key and value after each block is that of the trace. */
class TraceTest {

  @ParameterizedTest
  @CsvSource({"fallback, 0, 0", "safrole, 80, 52"})
  void everyPosteriorStateIsTheTraces(String name, int tickets, int signatures)
      throws BlockRejectedException {
    Trace trace = Trace.read(name);
    assertEquals(100, trace.steps().size());
    TestChain chain =
        new TestChain(
            new TransitionExecutor(Trace.TINY, Proofs.REAL),
            trace.genesis(),
            trace.steps().getFirst().pre());
    int entries = 0;
    int verified = 0;
    for (Trace.Step step : trace.steps()) {
      ExecutedBlock executed = chain.append(step.block());
      entries += step.block().block().extrinsic().tickets().size();
      String slot = "slot " + step.block().header().slot();
      assertEquals(StateKnowledge.COMPLETE, executed.knowledge(), slot);
      assertEquals(Map.of(), executed.unchecked(), slot);
      assertEquals(step.post(), chain.state(), slot);
      assertEquals(step.postRoot(), StateTrie.root(chain.state()), slot);
      verified += executed.signatures().size();
    }
    assertEquals(tickets, entries);
    assertEquals(signatures, verified);
  }

  /**
   * Chains with work: what accumulating gave is taken from the trace, all around it is computed.
   */
  @ParameterizedTest
  @CsvSource({"preimages_light, 80, 770", "storage_light, 83, 781"})
  void everyPosteriorStateIsTheTracesWhenAccumulationIsReplayed(
      String name, int accumulated, int signatures) throws BlockRejectedException {
    Trace trace = Trace.read(name);
    assertEquals(100, trace.steps().size());
    TestChain chain =
        new TestChain(
            new TransitionExecutor(Trace.TINY, Proofs.REAL),
            trace.genesis(),
            trace.steps().getFirst().pre());
    int reports = 0;
    int verified = 0;
    for (Trace.Step step : trace.steps()) {
      ExecutedBlock executed =
          chain.append(step.block(), Optional.of(new ReplayedAccumulator(step)));
      String slot = "slot " + step.block().header().slot();
      assertEquals(StateKnowledge.COMPLETE, executed.knowledge(), slot);
      assertEquals(Map.of(), executed.unchecked(), slot);
      for (StateComponent<?> component : StateComponent.ALL) {
        assertEquals(
            component.codec(Trace.TINY).decode(step.post().get(component.key()).toByteArray()),
            component.codec(Trace.TINY).decode(chain.state().get(component.key()).toByteArray()),
            slot + " " + component);
      }
      assertEquals(step.post(), chain.state(), slot);
      reports += executed.facts().accumulated();
      verified += executed.signatures().size();
    }
    assertEquals(accumulated, reports);
    assertEquals(signatures, verified);
  }
}

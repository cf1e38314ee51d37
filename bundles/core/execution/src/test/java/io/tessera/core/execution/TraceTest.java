package io.tessera.core.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tessera.chain.BlockRejectedException;
import io.tessera.chain.ExecutedBlock;
import io.tessera.chain.StateKnowledge;
import io.tessera.lib.merkle.StateTrie;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole blocks: every key and value after each block is that of the trace. */
class TraceTest {

  @ParameterizedTest
  @CsvSource({"fallback, 0", "safrole, 80"})
  void everyPosteriorStateIsTheTraces(String name, int signatures) throws BlockRejectedException {
    Trace trace = Trace.read(name);
    assertEquals(100, trace.steps().size());
    TestChain chain =
        new TestChain(
            new TransitionExecutor(Trace.TINY, Proofs.REAL),
            trace.genesis(),
            trace.steps().getFirst().pre());
    int verified = 0;
    for (Trace.Step step : trace.steps()) {
      ExecutedBlock executed = chain.append(step.block());
      String slot = "slot " + step.block().header().slot();
      assertEquals(StateKnowledge.COMPLETE, executed.knowledge(), slot);
      assertEquals(Map.of(), executed.unchecked(), slot);
      assertEquals(step.post(), chain.state(), slot);
      assertEquals(step.postRoot(), StateTrie.root(chain.state()), slot);
      verified += executed.signatures().size();
    }
    assertEquals(signatures, verified);
  }
}

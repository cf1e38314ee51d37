package io.tessera.lib.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.state.EntropyPool;
import io.tessera.lib.codec.state.StateComponent;
import io.tessera.lib.codec.trace.RawState;
import io.tessera.lib.codec.trace.TraceStep;
import org.junit.jupiter.api.Test;

class VrfOutputTest {

  /** Each block of a trace adds the output of its entropy source to the accumulator. */
  @Test
  void outputsOfATraceAreThoseThatItsEntropyGrewFrom() {
    for (int slot = 1; slot <= 100; slot++) {
      String file = "traces/fallback/%08d.bin".formatted(slot);
      TraceStep step =
          TraceStep.codec(ProtocolParameters.TINY).decode(Vectors.read(Vectors.ROOT.resolve(file)));
      Hash output = VrfOutput.of(step.block().header().entropySource());
      assertEquals(entropy(step.post()), Blake2b.hash(entropy(step.pre()), output), "slot " + slot);
    }
  }

  private static Hash entropy(RawState state) {
    return state.keyvals().stream()
        .filter(item -> item.key().equals(StateComponent.ENTROPY.key()))
        .map(item -> EntropyPool.CODEC.decode(item.value().toByteArray()).now())
        .findFirst()
        .orElseThrow();
  }
}

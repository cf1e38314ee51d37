package io.tessera.core.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tessera.chain.BlockRejectedException;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.JamReader;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.WorkReport;
import io.tessera.lib.codec.state.ReadyReport;
import io.tessera.lib.codec.state.StateComponent;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The queues of the accumulation vectors: in all of them the gas suffices for all reports. */
class AccumulationQueueVectorsTest {
  private static final ProtocolParameters TINY = ProtocolParameters.TINY;

  private record Queues(long slot, List<List<ReadyReport>> ready, List<List<Hash>> accumulated) {
    /** The first fields of a state; the services behind them are another matter. */
    static Queues read(JamReader in) {
      long slot = in.u32();
      in.skip(Hash.SIZE);
      return new Queues(
          slot,
          StateComponent.READY_QUEUE.codec(TINY).decode(in),
          StateComponent.ACCUMULATED.codec(TINY).decode(in));
    }
  }

  @Test
  void vectors() throws BlockRejectedException {
    for (Path file : Vectors.transition("accumulate", 30)) {
      JamReader in = new JamReader(Vectors.read(file));
      long slot = in.u32();
      List<WorkReport> available = Codec.list("reports", WorkReport.CODEC, 1).decode(in);
      Queues prior = Queues.read(in);
      AccumulateVector.skipServices(in);
      in.skip(1 + Hash.SIZE);
      Queues posterior = Queues.read(in);

      AccumulationQueue queue =
          new AccumulationQueue(
              TINY, Timing.of(TINY, prior.slot, slot), prior.ready, prior.accumulated, available);
      int all = queue.accumulatable().size();
      assertEquals(posterior.ready, queue.readyAfter(all), file.toString());
      assertEquals(posterior.accumulated, queue.accumulatedAfter(all), file.toString());
    }
  }
}

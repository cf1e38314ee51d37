package io.tessera.operator.telemetry;

import io.tessera.chain.BlockRef;
import io.tessera.chain.ChainListener;
import io.tessera.chain.EncodedBlock;
import java.util.List;

/** Records how the heads move. */
final class Heads implements ChainListener {
  private final Recorder recorder;
  private BlockRef best;
  private BlockRef finalized;

  Heads(Recorder recorder, BlockRef best, BlockRef finalized) {
    this.recorder = recorder;
    this.best = best;
    this.finalized = finalized;
  }

  @Override
  public synchronized void imported(
      List<EncodedBlock> blocks, BlockRef nowBest, BlockRef nowFinalized) {
    if (!nowBest.equals(best)) {
      best = nowBest;
      recorder.record(new StatusMessages.BestBlockChanged(best.slot(), best.hash()));
    }
    if (!nowFinalized.equals(finalized)) {
      finalized = nowFinalized;
      recorder.record(new StatusMessages.FinalizedBlockChanged(finalized.slot(), finalized.hash()));
    }
  }
}

package io.tessera.core.chain;

import io.tessera.chain.EncodedBlock;
import io.tessera.chain.ImportResult;
import io.tessera.chain.Origin;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Blocks that wait for the import thread.
 *
 * @param checks of their bodies, under way
 * @param result completed when what it reports as imported is safe on disk
 */
record ImportJob(
    List<EncodedBlock> blocks,
    Origin origin,
    BodyChecks checks,
    CompletableFuture<ImportResult> result) {

  /** Not a job: tells the import thread to end. */
  static ImportJob stop() {
    return new ImportJob(List.of(), Origin.FILE, null, null);
  }

  boolean isStop() {
    return result == null;
  }
}

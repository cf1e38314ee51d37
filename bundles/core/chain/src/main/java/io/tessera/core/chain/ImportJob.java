package io.tessera.core.chain;

import io.tessera.chain.EncodedBlock;
import io.tessera.chain.ImportResult;
import io.tessera.chain.Origin;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Blocks that wait for the import thread.
 *
 * @param checks of their bodies, under way; null for other work
 * @param result completed when what it reports as imported is safe on disk; null to end
 * @param other work for the import thread that brings no blocks; null when there are some
 */
record ImportJob(
    List<EncodedBlock> blocks,
    Origin origin,
    BodyChecks checks,
    CompletableFuture<ImportResult> result,
    Runnable other) {

  /** Blocks to import. */
  ImportJob(List<EncodedBlock> blocks, Origin origin, BodyChecks checks) {
    this(blocks, origin, checks, new CompletableFuture<>(), null);
  }

  /** Work without blocks. */
  static ImportJob of(Runnable work) {
    return new ImportJob(List.of(), Origin.FILE, null, new CompletableFuture<>(), work);
  }

  /** Not a job: tells the import thread to end. */
  static ImportJob stop() {
    return new ImportJob(List.of(), Origin.FILE, null, null, null);
  }

  boolean isStop() {
    return result == null;
  }
}

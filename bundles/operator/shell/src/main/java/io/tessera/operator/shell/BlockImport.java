package io.tessera.operator.shell;

import io.tessera.chain.BlockRef;
import io.tessera.chain.ChainImporter;
import io.tessera.lib.codec.Hash;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Imports files one after another and sums up: the work behind both import commands. */
final class BlockImport {
  private static final long PROGRESS_NANOS = Duration.ofSeconds(1).toNanos();

  private final ChainImporter importer;
  private final PrintStream progress;
  private final LongSupplier nanoTime;
  private final long start;
  private long lastLine;
  private long imported;
  private long known;
  private Optional<BlockRef> best = Optional.empty();
  private Optional<BlockRef> finalized = Optional.empty();
  private Optional<Hash> stateRoot = Optional.empty();
  private long executed;

  /**
   * An import.
   *
   * @param progress gets a line a second while the import runs
   */
  BlockImport(ChainImporter importer, PrintStream progress, LongSupplier nanoTime) {
    this.importer = importer;
    this.progress = progress;
    this.nanoTime = nanoTime;
    this.start = nanoTime.getAsLong();
    this.lastLine = start;
  }

  /** Imports all of them, in order; stops at the first error, which says how far it got. */
  BlockImport run(List<Path> sources) throws CommandException {
    for (Path source : sources) {
      ChainImporter.Report report = importer.importFrom(source, this::advanced);
      imported += report.imported();
      known += report.known();
      best = report.best();
      finalized = report.finalized();
      stateRoot = report.stateRoot();
      executed += report.executed();
      if (report.error().isPresent()) {
        throw new CommandException("import: " + report.error().get() + "; " + this + " before it");
      }
    }
    return this;
  }

  private void advanced(long soFar, long knownSoFar, BlockRef head) {
    long now = nanoTime.getAsLong();
    if (now - lastLine >= PROGRESS_NANOS) {
      lastLine = now;
      long all = imported + soFar;
      double seconds = (now - start) / 1e9;
      progress.printf(
          Locale.ROOT, "import: %d blocks, at %s, %.0f blocks/s%n", all, head, all / seconds);
      progress.flush();
    }
  }

  /** What was done, in one line. */
  @Override
  public String toString() {
    return "imported "
        + imported
        + (imported == 1 ? " block" : " blocks")
        + (known > 0 ? " (" + known + " more were known)" : "")
        + stateRoot.map(root -> ", state root " + root).orElse("")
        + ", executed "
        + executed
        + best.map(head -> ", head " + head.hash() + " slot " + head.slot()).orElse(", no chain");
  }

  /** The same as JSON. */
  String toJson() throws IOException {
    Map<String, Object> values = new LinkedHashMap<>();
    best.ifPresent(head -> values.put("head", head.hash().toHex()));
    best.ifPresent(head -> values.put("slot", head.slot()));
    finalized.ifPresent(block -> values.put("finalized", block.hash().toHex()));
    stateRoot.ifPresent(root -> values.put("state_root", root.toHex()));
    values.put("blocks", imported);
    values.put("executed", executed);
    values.put("known", known);
    values.put("seconds", Math.round((nanoTime.getAsLong() - start) / 1e6) / 1e3);
    return JsonText.write(values);
  }
}

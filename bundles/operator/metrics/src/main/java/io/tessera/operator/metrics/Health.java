package io.tessera.operator.metrics;

import io.tessera.chain.Sync;
import io.tessera.net.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Whether this node does its work: it has a chain, listens, has its sync mode and reports no
 * problem; and while peers claim a better head than its own, it gets on. Having no peers is no
 * illness: another start of the node would not help.
 */
final class Health {
  /** A sync that does not get on for so long is stuck. */
  static final Duration STUCK = Duration.ofMinutes(2);

  private final Sources sources;
  private final RecentBlocks blocks;
  private final LongSupplier nanoTime;
  private Progress last = new Progress(-1, "", -1);
  private long since;

  /** What changes while a sync gets on. */
  private record Progress(long imports, String phase, long done) {}

  Health(Sources sources, RecentBlocks blocks, LongSupplier nanoTime) {
    this.sources = sources;
    this.blocks = blocks;
    this.nanoTime = nanoTime;
    since = nanoTime.getAsLong();
  }

  /** What is wrong, one line each; none when the node is healthy. */
  List<String> complaints() {
    List<String> lines = new ArrayList<>();
    sources.problems.stream().map(Problem::line).sorted().forEach(lines::add);
    if (sources.chain == null) {
      lines.add("no chain is loaded; see why Chain in the shell");
    }
    if (sources.transports.isEmpty()) {
      lines.add("no transport listens; see transport in the shell");
    }
    Sync sync = sources.sync;
    if (sync == null) {
      lines.add("nothing syncs; see why Sync in the shell");
    } else {
      sync(sync.status(), lines);
    }
    return lines;
  }

  private void sync(Sync.Status status, List<String> lines) {
    if (status.state() == Sync.State.NO_MODE) {
      lines.add("sync mode " + status.mode() + " is not installed; start its bundle");
    }
    Duration still = still(status);
    if (status.state() == Sync.State.SYNCING && still.compareTo(STUCK) >= 0) {
      lines.add(
          "the sync has not got on for "
              + still.toSeconds()
              + " s: head "
              + status.head()
              + ", peers claim "
              + status.target());
    }
  }

  /** For how long nothing has been got done, as far as those who asked have seen. */
  private synchronized Duration still(Sync.Status status) {
    Progress now =
        new Progress(
            blocks.changes(),
            status.progress().map(Sync.Progress::phase).orElse(""),
            status.progress().map(Sync.Progress::done).orElse(-1L));
    if (status.state() != Sync.State.SYNCING || !now.equals(last)) {
      last = now;
      since = nanoTime.getAsLong();
    }
    return Duration.ofNanos(nanoTime.getAsLong() - since);
  }
}

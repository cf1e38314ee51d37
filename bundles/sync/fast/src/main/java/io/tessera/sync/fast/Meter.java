package io.tessera.sync.fast;

import io.tessera.chain.PartialState.Target;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an operator wants to see of a state that is fetched. Confined by its owner's lock. */
final class Meter {
  private static final Logger LOG = LoggerFactory.getLogger(Meter.class);
  private static final long INTERVAL = TimeUnit.SECONDS.toNanos(5);

  private final Target target;
  private final LongSupplier nanoTime;
  private final long started;
  private long reported;
  private long items;
  private long bytes;

  Meter(Target target, LongSupplier nanoTime) {
    this.target = target;
    this.nanoTime = nanoTime;
    started = nanoTime.getAsLong();
    reported = started;
  }

  void add(int moreItems, long moreBytes) {
    items += moreItems;
    bytes += moreBytes;
    if (nanoTime.getAsLong() - reported >= INTERVAL) {
      reported = nanoTime.getAsLong();
      report("Fetching");
    }
  }

  void done() {
    report("Fetched");
  }

  private void report(String what) {
    double seconds = Math.max(1, nanoTime.getAsLong() - started) / 1e9;
    LOG.info(
        "{} the state before {}: {} items, {} kB, {} kB/s",
        what,
        target.block(),
        items,
        bytes / 1000,
        Math.round(bytes / 1000.0 / seconds));
  }
}

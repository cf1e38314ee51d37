package io.tessera.sync.fast;

import io.tessera.chain.PartialState.Target;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was fetched of a state, and how fast. Confined by its owner's lock. */
final class Meter {
  private static final Logger LOG = LoggerFactory.getLogger(Meter.class);

  private final Target target;
  private final LongSupplier nanoTime;
  private final long started;
  private long items;
  private long bytes;

  Meter(Target target, LongSupplier nanoTime) {
    this.target = target;
    this.nanoTime = nanoTime;
    started = nanoTime.getAsLong();
  }

  void add(int moreItems, long moreBytes) {
    items += moreItems;
    bytes += moreBytes;
  }

  void done() {
    double seconds = Math.max(1, nanoTime.getAsLong() - started) / 1e9;
    LOG.info(
        "Fetched the state before {}: {} items, {} kB, {} kB/s",
        target.block(),
        items,
        bytes / 1000,
        Math.round(bytes / 1000.0 / seconds));
  }
}

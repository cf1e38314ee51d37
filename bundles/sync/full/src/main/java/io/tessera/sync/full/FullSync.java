package io.tessera.sync.full;

import io.tessera.chain.BlockRef;
import io.tessera.chain.PeerHead;
import io.tessera.chain.SyncContext;
import io.tessera.chain.SyncMode;
import io.tessera.net.Workers;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Catches up by importing every block, then follows the announcements. */
@Component(service = SyncMode.class, property = SyncMode.PROPERTY + "=full")
public final class FullSync implements SyncMode {
  /** Without a change there is nothing to do; this is a net below the net. */
  private static final Duration IDLE = Duration.ofMinutes(1);

  private final Workers workers;
  private final Settings settings;
  private final LongSupplier nanoTime;

  /** Full sync as a node runs it. */
  @Activate
  public FullSync(@Reference Workers workers) {
    this(workers, Settings.DEFAULT, System::nanoTime);
  }

  /** Full sync with bounds and a clock of its own. */
  FullSync(Workers workers, Settings settings, LongSupplier nanoTime) {
    this.workers = workers;
    this.settings = settings;
    this.nanoTime = nanoTime;
  }

  @Override
  public void run(SyncContext context) throws InterruptedException {
    PeerBook book = new PeerBook(context, settings, nanoTime);
    while (true) {
      long seen = context.changes();
      List<PeerHead> wanted = book.wanted(context.peerHeads());
      if (wanted.isEmpty()) {
        context.synced();
        context.awaitChange(seen, IDLE);
        continue;
      }
      tellTarget(context, wanted);
      Optional<PeerHead> next = book.choose(wanted);
      if (next.isEmpty()) {
        context.awaitChange(seen, book.untilRetry(wanted));
        continue;
      }
      PeerHead head = next.get();
      Session session =
          new Session(
              context, head, settings, nanoTime, speed -> book.hasFaster(head.peer(), speed));
      book.judge(head, session.run(workers));
    }
  }

  private static void tellTarget(SyncContext context, List<PeerHead> wanted) {
    BlockRef best = context.chain().best();
    wanted.stream()
        .map(PeerHead::leaf)
        .filter(claimed -> claimed.slot() > best.slot())
        .max(Comparator.comparingLong(BlockRef::slot))
        .ifPresent(context::target);
  }
}

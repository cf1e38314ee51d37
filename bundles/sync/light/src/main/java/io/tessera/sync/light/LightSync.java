package io.tessera.sync.light;

import io.tessera.chain.BlockRef;
import io.tessera.chain.Chain;
import io.tessera.chain.Checkpoint;
import io.tessera.chain.PeerHead;
import io.tessera.chain.SyncContext;
import io.tessera.chain.SyncMode;
import io.tessera.net.Workers;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Catches up with headers alone, from genesis or a checkpoint, then follows the announcements. */
@Component(service = SyncMode.class, property = SyncMode.PROPERTY + "=" + SyncMode.LIGHT)
public final class LightSync implements SyncMode {
  private static final Logger LOG = LoggerFactory.getLogger(LightSync.class);

  /** Without a change there is nothing to do; this is a net below the net. */
  private static final Duration IDLE = Duration.ofMinutes(1);

  /** A checkpoint that so many peers in a row do not have: given up, or said to the operator. */
  private static final int REFUSALS = 3;

  private final Workers workers;
  private final Settings settings;
  private final LongSupplier nanoTime;

  /** Light sync as a node runs it. */
  @Activate
  public LightSync(@Reference Workers workers) {
    this(workers, Settings.DEFAULT, System::nanoTime);
  }

  /** Light sync with bounds and a clock of its own. */
  LightSync(Workers workers, Settings settings, LongSupplier nanoTime) {
    this.workers = workers;
    this.settings = settings;
    this.nanoTime = nanoTime;
  }

  @Override
  public void run(SyncContext context) throws InterruptedException {
    while (!context.chain().headersOnly()) {
      // The mode is being switched: the chain will be another one, and this runs again.
      context.awaitChange(Long.MAX_VALUE, IDLE);
    }
    Conducts conducts = new Conducts(context, settings, nanoTime);
    Optional<Checkpoint> checkpoint =
        context.checkpoint().filter(unused -> context.chain().height() == 0);
    if (checkpoint.isPresent()) {
      begin(context, conducts, checkpoint.get());
    }
    follow(context, conducts);
  }

  // ---- the checkpoint

  private void begin(SyncContext context, Conducts conducts, Checkpoint checkpoint)
      throws InterruptedException {
    Walk walk = new Walk(context, checkpoint.block(), workers, settings);
    LOG.info("Beginning at checkpoint {}", checkpoint.block().toShortHex());
    int refusals = 0;
    while (!walk.isDone()) {
      long seen = context.changes();
      List<PeerHead> heads = List.copyOf(context.peerHeads());
      Optional<PeerHead> next = conducts.choose(heads);
      if (next.isEmpty()) {
        context.awaitChange(seen, conducts.untilRetry(heads));
        continue;
      }
      Turn turn = turn(conducts, next.get(), context::peerHeads);
      Outcome outcome = walk.with(next.get().peer(), turn);
      judge(conducts, next.get(), turn, outcome);
      refusals = outcome.news() > 0 ? 0 : refusals + 1;
      if (refusals >= REFUSALS) {
        refusals = 0;
        if (isGivenUp(checkpoint, "peers do not give the blocks down from it")) {
          return;
        }
      }
    }
    if (walk.reachedGenesis()) {
      LOG.info("The chain is young: beginning at genesis");
      return;
    }
    try {
      context.chain().beginAt(walk.headers());
    } catch (IllegalArgumentException wrong) {
      while (!isGivenUp(checkpoint, wrong.getMessage())) {
        context.awaitChange(Long.MAX_VALUE, IDLE); // until somebody configures another one
      }
    }
  }

  /** What the operator says is not put aside; what an earlier run left is. */
  private static boolean isGivenUp(Checkpoint checkpoint, String why) {
    if (checkpoint.configured()) {
      LOG.warn(
          "Not beginning at checkpoint {} of network_config.sync_checkpoint: {}",
          checkpoint.block(),
          why);
    } else {
      LOG.warn(
          "Beginning at genesis, not at block {} that was final to an earlier run: {}",
          checkpoint.block(),
          why);
    }
    return !checkpoint.configured();
  }

  // ---- following

  private void follow(SyncContext context, Conducts conducts) throws InterruptedException {
    while (true) {
      long seen = context.changes();
      List<PeerHead> wanted = conducts.wanted(context.peerHeads());
      if (wanted.isEmpty()) {
        context.synced();
        context.awaitChange(seen, IDLE);
        continue;
      }
      tellTarget(context, wanted);
      Optional<PeerHead> next = conducts.choose(wanted);
      if (next.isEmpty()) {
        context.awaitChange(seen, conducts.untilRetry(wanted));
        continue;
      }
      Turn turn = turn(conducts, next.get(), () -> conducts.wanted(context.peerHeads()));
      Download download = new Download(context, next.get(), settings, turn);
      Outcome outcome = Outcome.of(download::run, download::news);
      if (download.isSurplus()) {
        conducts.passOver(next.get());
      } else {
        judge(conducts, next.get(), turn, outcome);
      }
    }
  }

  /** Others may come while it lasts. */
  private Turn turn(
      Conducts conducts, PeerHead head, Supplier<? extends Collection<PeerHead>> wanted) {
    return new Turn(nanoTime, settings.turn(), () -> conducts.hasOther(head, wanted.get()));
  }

  private static void judge(Conducts conducts, PeerHead head, Turn turn, Outcome outcome)
      throws InterruptedException {
    conducts.judge(head, turn, outcome);
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  private static void tellTarget(SyncContext context, List<PeerHead> wanted) {
    Chain chain = context.chain();
    wanted.stream()
        .map(PeerHead::leaf)
        .filter(claimed -> claimed.slot() > chain.best().slot())
        .max(Comparator.comparingLong(BlockRef::slot))
        .ifPresent(context::target);
  }
}

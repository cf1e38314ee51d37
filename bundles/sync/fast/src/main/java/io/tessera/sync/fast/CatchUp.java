package io.tessera.sync.fast;

import io.tessera.chain.Adoption;
import io.tessera.chain.BlockRef;
import io.tessera.chain.Chain;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.ImportResult;
import io.tessera.chain.KeyRange;
import io.tessera.chain.Origin;
import io.tessera.chain.PartialState;
import io.tessera.chain.PartialState.Target;
import io.tessera.chain.PeerHead;
import io.tessera.chain.StateFetcher;
import io.tessera.chain.SyncContext;
import io.tessera.lib.codec.JamReader;
import io.tessera.lib.codec.PeerId;
import io.tessera.net.Workers;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One fast sync, from the choice of a block to a chain that begins there. All that it leaves behind
 * is in the store: the next run goes on with it.
 */
final class CatchUp {
  private static final Logger LOG = LoggerFactory.getLogger(CatchUp.class);

  private final SyncContext context;
  private final Chain chain;
  private final Adoption adoption;
  private final PartialState partial;
  private final Workers workers;
  private final StateFetcher fetcher;
  private final Settings settings;
  private final LongSupplier nanoTime;
  private final Sources sources;
  private final BlockDownload blocks;
  private final TargetChoice choice;

  CatchUp(
      SyncContext context,
      Adoption adoption,
      Workers workers,
      StateFetcher fetcher,
      Settings settings,
      LongSupplier nanoTime) {
    this.context = context;
    chain = context.chain();
    this.adoption = adoption;
    partial = adoption.partial();
    this.workers = workers;
    this.fetcher = fetcher;
    this.settings = settings;
    this.nanoTime = nanoTime;
    sources = new Sources(context, settings, nanoTime);
    blocks = new BlockDownload(context, workers, sources, settings, nanoTime);
    choice = new TargetChoice(context, blocks, sources, settings, nanoTime);
  }

  /** Returns when a full sync can go on. */
  void run() throws InterruptedException {
    Optional<Target> target = workers.compute(partial::target);
    if (target.isPresent() && choice.isOutOfDate(target.get())) {
      drop();
      target = Optional.empty();
    }
    target.ifPresent(left -> LOG.info("Going on with the state before {}", left.block()));
    boolean done = false;
    while (!done) {
      if (target.isEmpty()) {
        target = begin();
        if (target.isEmpty()) {
          return;
        }
      }
      tellTarget();
      try {
        new StateDownload(
                context, fetcher, partial, target.get(), sources, workers, settings, nanoTime)
            .run();
        blocks.ancestors(partial, target.get());
        done = adopt(target.get());
        target = Optional.empty();
      } catch (TargetLostException lost) {
        LOG.info("The state before {} is lost: {}", target.get().block(), lost.getMessage());
        target = instead(target.get(), lost);
      }
    }
  }

  /** Chooses a block; empty when a full sync is all that is needed. */
  private Optional<Target> begin() throws InterruptedException {
    Optional<TargetChoice.Chosen> chosen = choice.await();
    if (chosen.isEmpty()) {
      return Optional.empty();
    }
    Target target = Target.of(chosen.get().block(), chosen.get().trust());
    LOG.info("Taking the state before {}, on the word of {}", target.block(), target.trust());
    keep(chosen.get().block(), target, KeyRange.ALL.split(2 * settings.requests()));
    return Optional.of(target);
  }

  private void keep(EncodedBlock block, Target target, List<KeyRange> open)
      throws InterruptedException {
    workers.compute(
        () -> {
          partial.put(List.of(block));
          partial.begin(target, open);
          return null;
        });
  }

  private void drop() throws InterruptedException {
    workers.compute(
        () -> {
          partial.drop();
          return null;
        });
  }

  /** Another block instead of one whose state is not to be had; empty to choose anew. */
  private Optional<Target> instead(Target target, TargetLostException lost)
      throws InterruptedException {
    if (lost.isWrong()) {
      choice.reject(target);
      drop();
      return Optional.empty();
    }
    sources.askAgain();
    choice.lost(target);
    long seen = context.changes();
    Optional<TargetChoice.Chosen> next = choice.now();
    if (next.isEmpty() || next.get().block().ref().equals(target.block())) {
      context.awaitChange(seen, settings.firstRetry());
      return Optional.of(target);
    }
    Target moved = Target.of(next.get().block(), next.get().trust());
    LOG.info("Taking the state before {} instead, on the word of {}", moved.block(), moved.trust());
    try {
      keep(
          next.get().block(),
          moved,
          new Heal(fetcher, moved, sources, workers, context).open(partial));
      return Optional.of(moved);
    } catch (TargetLostException again) {
      LOG.info("The state before {} is lost as well: {}", moved.block(), again.getMessage());
      if (again.isWrong()) {
        choice.reject(moved);
      }
      return Optional.of(target);
    }
  }

  private boolean adopt(Target target) throws InterruptedException {
    EncodedBlock block =
        workers.compute(
            () ->
                EncodedBlock.codec(chain.parameters())
                    .decode(
                        new JamReader(partial.raw(target.block()).orElseThrow().toByteArray())));
    try {
      adoption.adopt();
    } catch (IllegalArgumentException wrong) {
      LOG.warn(
          "Block {}, final by what peers say, is wrong: {}; another one is chosen",
          target.block(),
          wrong.getMessage());
      for (PeerId peer : choice.supporters(target)) {
        sources.condemn(peer, "has finalized " + target.block() + ": " + wrong.getMessage());
      }
      choice.reject(target);
      drop();
      return false;
    }
    ImportResult result = chain.importBlocks(List.of(block), new Origin(Optional.empty(), "sync"));
    LOG.info(
        "The chain begins at {}, on the word of {}: {}", chain.finalized(), target.trust(), result);
    return true;
  }

  private void tellTarget() {
    context.peerHeads().stream()
        .map(PeerHead::leaf)
        .max(Comparator.comparingLong(BlockRef::slot))
        .ifPresent(context::target);
  }
}

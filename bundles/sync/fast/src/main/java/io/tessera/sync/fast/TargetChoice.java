package io.tessera.sync.fast;

import io.tessera.chain.BlockRef;
import io.tessera.chain.Chain;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.PartialState.Target;
import io.tessera.chain.SyncContext;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which block's prior state to take, and whether to take one at all: a checkpoint, where one is
 * configured, else what a quorum of peers has finalized. Used by one thread.
 */
final class TargetChoice {
  private static final Logger LOG = LoggerFactory.getLogger(TargetChoice.class);
  private static final String CHECKPOINT = "checkpoint";

  /**
   * A block to trust.
   *
   * @param trust on whose word
   */
  record Chosen(EncodedBlock block, String trust) {}

  private final SyncContext context;
  private final Chain chain;
  private final BlockDownload blocks;
  private final Sources sources;
  private final Settings settings;
  private final LongSupplier nanoTime;
  private final Quorum quorum;
  private final long started;
  private Optional<BlockRef> passedCheckpoint = Optional.empty();
  private boolean told;

  TargetChoice(
      SyncContext context,
      BlockDownload blocks,
      Sources sources,
      Settings settings,
      LongSupplier nanoTime) {
    this.context = context;
    chain = context.chain();
    this.blocks = blocks;
    this.sources = sources;
    this.settings = settings;
    this.nanoTime = nanoTime;
    quorum = new Quorum(context, new Links(blocks, settings, nanoTime), sources, settings);
    started = nanoTime.getAsLong();
  }

  /** Waits until there is a block to take, or none is needed: then empty. */
  Optional<Chosen> await() throws InterruptedException {
    while (true) {
      long seen = context.changes();
      Optional<Chosen> chosen = now();
      if (chosen.isPresent()) {
        boolean worth = isFar(chosen.get().block().ref().slot()) && !isFirst(chosen.get().block());
        return worth ? chosen : Optional.empty();
      }
      if (isNearAll() || isTooLongWithoutQuorum()) {
        return Optional.empty();
      }
      tellThatItWaits();
      context.awaitChange(seen, settings.lastRetry());
    }
  }

  /** The block to take, worth it or not; empty when there is none now. */
  Optional<Chosen> now() throws InterruptedException {
    if (settings.checkpoint().isPresent() && passedCheckpoint.isEmpty()) {
      Hash checkpoint = settings.checkpoint().get();
      return chain.contains(checkpoint)
          ? Optional.empty()
          : blocks.fetch(checkpoint, 1).map(found -> new Chosen(found.getFirst(), CHECKPOINT));
    }
    Optional<Quorum.Agreed> agreed = quorum.find(passedCheckpoint);
    if (agreed.isEmpty()) {
      return Optional.empty();
    }
    String trust =
        agreed.get().peers()
            + " peers"
            + passedCheckpoint.map(at -> " above " + CHECKPOINT + " " + at).orElse("");
    return blocks
        .fetch(agreed.get().block().hash(), 1)
        .map(found -> new Chosen(found.getFirst(), trust));
  }

  /** Whether to fetch what is left of this state would be to no end. */
  boolean isOutOfDate(Target target) {
    boolean trusted =
        settings.checkpoint().isEmpty()
            || settings.checkpoint().get().equals(target.block().hash())
            || target.trust().contains(CHECKPOINT);
    return !trusted || target.block().slot() <= chain.best().slot();
  }

  /** This block is wrong: it is not chosen again, whoever names it. */
  void reject(Target target) {
    if (isCheckpoint(target)) {
      // The operator is believed, so that those lie whose states do not fit.
      sources.convict();
    } else {
      sources.pardon();
      quorum.reject(target.block());
    }
  }

  /** Nobody has the state of this block any more. */
  void lost(Target target) {
    if (isCheckpoint(target)) {
      LOG.warn(
          "No peer has the state before the checkpoint {} any more; a quorum of peers decides about"
              + " one above it",
          target.block());
      passedCheckpoint = Optional.of(target.block());
    }
  }

  /** Who has finalized a block, as far as they can be asked; nobody has to for a checkpoint. */
  List<PeerId> supporters(Target target) throws InterruptedException {
    return isCheckpoint(target) ? List.of() : quorum.supporters(target.block());
  }

  private boolean isCheckpoint(Target target) {
    return settings.checkpoint().equals(Optional.of(target.block().hash()));
  }

  // ---- whether

  /** A full sync over no more than L slots fetches no more blocks than a fast one has to. */
  private boolean isFar(long slot) {
    return slot - chain.best().slot() > chain.parameters().lookupAnchorAge();
  }

  private boolean isFirst(EncodedBlock block) {
    return block.header().parent().equals(chain.genesis().hash());
  }

  private boolean isNearAll() {
    boolean checkpointReached = settings.checkpoint().filter(chain::contains).isPresent();
    return checkpointReached || (!context.peerHeads().isEmpty() && !isFar(quorum.highest()));
  }

  /** A node that has a chain is not kept waiting by who claims a distant block. */
  private boolean isTooLongWithoutQuorum() {
    return !chain.best().equals(chain.genesis())
        && nanoTime.getAsLong() - started > settings.quorumWait().toNanos();
  }

  private void tellThatItWaits() {
    if (!told && !context.peerHeads().isEmpty()) {
      told = true;
      LOG.info(
          "Waiting for {}",
          settings.checkpoint().isPresent()
              ? "a peer that has the checkpoint"
              : settings.quorum() + " peers that agree on a finalized block");
    }
  }
}

package io.tessera.core.sync;

import io.tessera.chain.BlockRef;
import io.tessera.chain.BlockState;
import io.tessera.chain.Chain;
import io.tessera.chain.KeyRange;
import io.tessera.chain.SlotClock;
import io.tessera.chain.StateFetcher;
import io.tessera.chain.StateKnowledge;
import io.tessera.chain.StateRequest;
import io.tessera.chain.StateUnavailableException;
import io.tessera.chain.Sync;
import io.tessera.core.sync.StateQuestions.Answer;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.trace.KeyValue;
import io.tessera.lib.merkle.StateRange;
import io.tessera.net.PeerStanding;
import io.tessera.net.Peers;
import io.tessera.net.Workers;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.LongSupplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the state whole again on a synced node that knows only what decides about consensus, since
 * a block made work available that nothing here accumulates: takes the state after the latest
 * finalized block from peers that have it, proved against the root in a child's header.
 *
 * <p>Where blocks keep making work available it does not last, so that each attempt waits longer
 * than the one before until the head's state is whole.
 */
@Component(
    service = {},
    immediate = true)
public final class Anchoring {
  private static final Logger LOG = LoggerFactory.getLogger(Anchoring.class);

  /** How often to look. */
  private static final Duration PERIOD = Duration.ofSeconds(2);

  /** A state is given up that peers bring in small pieces for so long. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final Duration FIRST_WAIT = Duration.ofSeconds(10);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(30);

  /** Bytes asked for at once. */
  private static final int REQUEST = 1 << 20;

  /** Bytes of a state that is taken: it stands in memory, as the state of a whole chain does. */
  private static final long LARGEST = 256L << 20;

  private final Chain chain;
  private final Sync sync;
  private final StateQuestions questions;
  private final Workers workers;
  private final LongSupplier slot;
  private final LongSupplier nanoTime;
  private Duration wait = Duration.ZERO;
  private long lastTry;

  /** Called by the component runtime. */
  @Activate
  public Anchoring(
      @Reference Chain chain,
      @Reference Sync sync,
      @Reference Peers peers,
      @Reference PeerStanding standing,
      @Reference(target = StateFetcher.FACADE) StateFetcher fetcher,
      @Reference Workers workers,
      @Reference SlotClock time) {
    this(
        chain,
        sync,
        peers,
        standing,
        fetcher,
        workers,
        time::slot,
        new SecureRandom(),
        System::nanoTime);
  }

  Anchoring(
      Chain chain,
      Sync sync,
      Peers peers,
      PeerStanding standing,
      StateFetcher fetcher,
      Workers workers,
      LongSupplier slot,
      Random random,
      LongSupplier nanoTime) {
    this.chain = chain;
    this.sync = sync;
    this.workers = workers;
    this.slot = slot;
    this.nanoTime = nanoTime;
    questions = new StateQuestions(peers, standing, fetcher, random, nanoTime);
  }

  @Activate
  void start() {
    var unused = workers.repeat("anchoring", PERIOD, this::look);
  }

  /** Takes a state when one is missing and it is time. Called by one thread at a time. */
  void look() {
    BlockRef block = chain.finalized();
    if (!isUpToDate()
        || knowledge(block) != StateKnowledge.CONSENSUS
        || nanoTime.getAsLong() - lastTry < wait.toNanos()) {
      return;
    }
    Optional<Hash> root = StateQuestions.root(chain, block.hash());
    if (root.isEmpty()) {
      return; // no header names it yet
    }
    lastTry = nanoTime.getAsLong();
    try {
      take(block, root.get());
    } catch (StateUnavailableException | IllegalArgumentException failure) {
      LOG.info("The state after {} stays incomplete: {}", block, failure.getMessage());
    }
    wait = knowledge(chain.best()) == StateKnowledge.COMPLETE ? Duration.ZERO : longer();
  }

  private boolean isUpToDate() {
    Sync.Status now = sync.status();
    return switch (now.state()) {
      case SYNCED -> true;
      case SYNCING -> !now.isBehind(slot.getAsLong());
      case NO_MODE, WAITING -> false;
    };
  }

  private void take(BlockRef block, Hash root) throws StateUnavailableException {
    List<KeyValue> items = new ArrayList<>();
    long bytes = 0;
    Optional<KeyRange> left = Optional.of(KeyRange.ALL);
    while (left.isPresent()) {
      KeyRange range = left.get();
      Answer answer =
          questions.ask(new StateRequest(block.hash(), range.start(), range.end(), REQUEST), root);
      items.addAll(answer.proved().items());
      bytes += answer.proved().items().stream().mapToLong(StateRange::encodedSize).sum();
      if (bytes > LARGEST) {
        throw new StateUnavailableException("it has more than " + LARGEST + " bytes");
      }
      if (nanoTime.getAsLong() - lastTry > PATIENCE.toNanos()) {
        throw new StateUnavailableException(
            "peers have sent " + bytes + " bytes of it in " + PATIENCE);
      }
      left = answer.proved().next().flatMap(range::from);
    }
    chain.anchor(block.hash(), items);
    LOG.info(
        "The state after {} is whole again: {} items, {} kB from peers",
        block,
        items.size(),
        bytes / 1000);
  }

  private Duration longer() {
    Duration twice = wait.isZero() ? FIRST_WAIT : wait.multipliedBy(2);
    return twice.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : twice;
  }

  private StateKnowledge knowledge(BlockRef block) {
    return chain.state(block.hash()).map(BlockState::knowledge).orElse(StateKnowledge.COMPLETE);
  }
}

package io.tessera.sync.full;

import io.tessera.chain.BlockRef;
import io.tessera.chain.Chain;
import io.tessera.chain.ImportResult.Rejection;
import io.tessera.chain.PeerHead;
import io.tessera.chain.SyncContext;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.net.StreamException;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who to ask next: remembers how peers have done, keeps those that failed waiting, and reports
 * those that broke a rule. Confined to the sync's thread.
 */
final class PeerBook {
  private static final Logger LOG = LoggerFactory.getLogger(PeerBook.class);

  /** Peers to remember, connected or not, and leaves that failed. */
  private static final int REMEMBERED = 1024;

  /** So often a leaf of a fork that is no better than ours is asked for. */
  private static final int ATTEMPTS = 3;

  /** Another peer must be that much faster to be worth a change. */
  private static final double FASTER = 2;

  /** How a peer has done. */
  private static final class Conduct {
    private int failures;
    private long failingSince;
    private long retryAt;
    private double bytesPerSecond = Double.MAX_VALUE;
  }

  private final SyncContext context;
  private final Settings settings;
  private final LongSupplier nanoTime;
  private final Map<PeerId, Conduct> conducts = new RecentlyUsed<>(REMEMBERED);

  /** How often a leaf was not delivered. */
  private final Map<Hash, Integer> attempts = new RecentlyUsed<>(REMEMBERED);

  /**
   * Leaves of forks that are too many for the chain: with the next block on them they are others.
   */
  private final Map<Hash, Boolean> surplus = new RecentlyUsed<>(REMEMBERED);

  PeerBook(SyncContext context, Settings settings, LongSupplier nanoTime) {
    this.context = context;
    this.settings = settings;
    this.nanoTime = nanoTime;
  }

  // ---- choice

  /**
   * The leaves that we want: unknown here and above what is finalized, on whatever fork. One that
   * is not beyond our head is given up when nobody delivers it.
   */
  List<PeerHead> wanted(Collection<PeerHead> heads) {
    Chain chain = context.chain();
    BlockRef best = chain.best();
    BlockRef finalized = chain.finalized();
    Map<Hash, Boolean> known = new HashMap<>();
    return heads.stream()
        .filter(head -> head.leaf().slot() > finalized.slot())
        .filter(head -> !surplus.containsKey(head.leaf().hash()))
        .filter(head -> head.leaf().slot() > best.slot() || !isGivenUp(head.leaf().hash()))
        .filter(head -> !known.computeIfAbsent(head.leaf().hash(), chain::contains))
        .toList();
  }

  /** The peer to ask now; empty when all are kept waiting. */
  Optional<PeerHead> choose(List<PeerHead> wanted) {
    long now = nanoTime.getAsLong();
    return wanted.stream()
        .filter(head -> isReady(head, now))
        .min(
            Comparator.comparingInt((PeerHead head) -> conduct(head).failures)
                .thenComparing(
                    Comparator.comparingDouble((PeerHead head) -> conduct(head).bytesPerSecond)
                        .reversed())
                .thenComparing(
                    Comparator.comparingLong((PeerHead head) -> head.leaf().slot()).reversed()));
  }

  /** How long until the first of these peers may be asked again. */
  Duration untilRetry(List<PeerHead> wanted) {
    long now = nanoTime.getAsLong();
    long nanos = settings.lastRetry().toNanos();
    for (PeerHead head : wanted) {
      nanos = Math.min(nanos, conduct(head).retryAt - now);
    }
    return Duration.ofNanos(Math.max(1, nanos));
  }

  /** Whether another peer is ready that can be expected to be faster, as far as we know. */
  boolean hasFaster(PeerId than, double bytesPerSecond) {
    long now = nanoTime.getAsLong();
    return wanted(context.peerHeads()).stream()
        .filter(head -> !head.peer().equals(than) && isReady(head, now))
        .anyMatch(head -> conduct(head).bytesPerSecond > FASTER * bytesPerSecond);
  }

  private boolean isGivenUp(Hash leaf) {
    return attempts.getOrDefault(leaf, 0) >= ATTEMPTS;
  }

  private boolean isReady(PeerHead head, long now) {
    Conduct conduct = conduct(head);
    return conduct.failures == 0 || conduct.retryAt - now <= 0;
  }

  private Conduct conduct(PeerHead head) {
    return conducts.computeIfAbsent(head.peer(), peer -> new Conduct());
  }

  // ---- judgement

  /** Notes what came of a session. */
  void judge(PeerHead head, Outcome outcome) {
    Conduct conduct = conduct(head);
    if (outcome.news() > 0) {
      conduct.failures = 0;
    }
    if (outcome.bytesPerSecond() > 0) {
      conduct.bytesPerSecond = outcome.bytesPerSecond();
    }
    if (outcome.rejection().isPresent()) {
      judge(head, outcome.rejection().get());
    } else if (outcome.left()) {
      failed(head, "is slow");
    } else if (outcome.failure().isPresent()) {
      judge(head, outcome.failure().get());
    } else if (outcome.news() == 0) {
      failed(head, "has nothing of what it claims");
    }
  }

  private void judge(PeerHead head, StreamException failure) {
    switch (failure.fault()) {
      case UNAVAILABLE, CANCELLED -> LOG.debug("Download stopped", failure);
      case MALFORMED, MISBEHAVED -> {
        context.misbehaved(head.peer(), failure.getMessage());
        keepWaiting(head, settings.lastRetry(), failure.getMessage());
      }
      default -> failed(head, failure.getMessage());
    }
  }

  private void judge(PeerHead head, Rejection rejection) {
    String what = "block " + rejection.block() + ": " + rejection.detail();
    switch (rejection.reason()) {
      case INVALID -> {
        context.misbehaved(head.peer(), what);
        keepWaiting(head, settings.lastRetry(), what);
      }
      case IN_THE_FUTURE -> {
        int slot = context.chain().parameters().slotSeconds();
        keepWaiting(head, Duration.ofSeconds(slot), what);
      }
      case NOT_FINALIZABLE -> {
        LOG.warn("Peer {} is on another chain: {}", head.peer().shortName(), what);
        keepWaiting(head, settings.lastRetry(), what);
      }
      case SURPLUS -> {
        LOG.debug("Leaf {} is passed over: {}", head.leaf(), what);
        surplus.put(head.leaf().hash(), true);
      }
      case PARENT_UNKNOWN -> failed(head, what);
    }
  }

  private void failed(PeerHead head, String why) {
    long now = nanoTime.getAsLong();
    Conduct conduct = conduct(head);
    if (conduct.failures == 0) {
      conduct.failingSince = now;
    } else if (now - conduct.failingSince > settings.patience().toNanos()) {
      conduct.failingSince = now;
      context.misbehaved(head.peer(), "claims " + head.leaf() + " and does not deliver it");
    }
    int doublings = Math.min(conduct.failures, 16);
    Duration wait = settings.firstRetry().multipliedBy(1L << doublings);
    keepWaiting(head, wait.compareTo(settings.lastRetry()) < 0 ? wait : settings.lastRetry(), why);
  }

  private void keepWaiting(PeerHead head, Duration wait, String why) {
    Conduct conduct = conduct(head);
    conduct.failures++;
    attempts.merge(head.leaf().hash(), 1, Integer::sum);
    conduct.retryAt = nanoTime.getAsLong() + wait.toNanos();
    LOG.debug("Peer {} waits for {}: {}", head.peer().shortName(), wait, why);
  }
}

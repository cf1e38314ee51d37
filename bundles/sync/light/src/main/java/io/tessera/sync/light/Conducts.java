package io.tessera.sync.light;

import io.tessera.chain.BlockRef;
import io.tessera.chain.Chain;
import io.tessera.chain.PeerHead;
import io.tessera.chain.SyncContext;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.net.StreamException;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How peers have done: keeps those that failed waiting, and reports those that broke a rule.
 * Confined to the sync's thread.
 */
final class Conducts {
  private static final Logger LOG = LoggerFactory.getLogger(Conducts.class);

  /** Peers and leaves to remember. */
  private static final int REMEMBERED = 1024;

  /** So often a leaf that is not beyond our head is asked for. */
  private static final int ATTEMPTS = 3;

  /** How a peer has done. */
  private static final class Conduct {
    private int failures;
    private long failingSince;
    private long retryAt;
    private Pace pace = Pace.UNKNOWN;
  }

  /** How fast a peer was in its last turn; the best come first. */
  private enum Pace {
    FAST,
    UNKNOWN,
    SLOW
  }

  private final SyncContext context;
  private final Settings settings;
  private final LongSupplier nanoTime;
  private final Map<PeerId, Conduct> conducts = bounded();

  /** How often a leaf was not delivered. */
  private final Map<Hash, Integer> attempts = bounded();

  /** Leaves of forks that are too many for the chain. */
  private final Map<Hash, Boolean> surplus = bounded();

  Conducts(SyncContext context, Settings settings, LongSupplier nanoTime) {
    this.context = context;
    this.settings = settings;
    this.nanoTime = nanoTime;
  }

  /** Forgets the oldest: whoever is forgotten starts afresh. */
  private static <K, V> Map<K, V> bounded() {
    return new LinkedHashMap<>() {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > REMEMBERED;
      }
    };
  }

  /** The leaves that are unknown here and above what is final, unless nobody delivers them. */
  List<PeerHead> wanted(Collection<PeerHead> heads) {
    Chain chain = context.chain();
    BlockRef best = chain.best();
    long finalized = chain.finalized().slot();
    return heads.stream()
        .filter(head -> head.leaf().slot() > finalized)
        .filter(head -> !surplus.containsKey(head.leaf().hash()))
        .filter(
            head ->
                head.leaf().slot() > best.slot()
                    || attempts.getOrDefault(head.leaf().hash(), 0) < ATTEMPTS)
        .filter(head -> !chain.contains(head.leaf().hash()))
        .toList();
  }

  /** Whom to ask now; empty when all are kept waiting. */
  Optional<PeerHead> choose(List<PeerHead> wanted) {
    return wanted.stream()
        .filter(this::isReady)
        .min(
            Comparator.comparingInt((PeerHead head) -> conduct(head).failures)
                .thenComparing(head -> conduct(head).pace)
                .thenComparing(
                    Comparator.comparingLong((PeerHead head) -> head.leaf().slot()).reversed()));
  }

  private boolean isReady(PeerHead head) {
    return conduct(head).failures == 0 || conduct(head).retryAt - nanoTime.getAsLong() <= 0;
  }

  /** Whether another peer than this one's could be asked instead, and may be faster. */
  boolean hasOther(PeerHead head, Collection<PeerHead> wanted) {
    return wanted.stream()
        .filter(other -> !other.peer().equals(head.peer()))
        .anyMatch(other -> isReady(other) && conduct(other).pace != Pace.SLOW);
  }

  /** How long until the first of these may be asked again. */
  Duration untilRetry(List<PeerHead> wanted) {
    long now = nanoTime.getAsLong();
    long nanos = settings.lastRetry().toNanos();
    for (PeerHead head : wanted) {
      nanos = Math.min(nanos, conduct(head).retryAt - now);
    }
    return Duration.ofNanos(Math.max(1, nanos));
  }

  private Conduct conduct(PeerHead head) {
    return conducts.computeIfAbsent(head.peer(), peer -> new Conduct());
  }

  /**
   * Notes that the chain does not want a leaf, which is nobody's fault: with the next block on it,
   * it is another leaf.
   */
  void passOver(PeerHead head) {
    LOG.debug("Leaf {} is passed over: its fork is one too many", head.leaf());
    surplus.put(head.leaf().hash(), true);
  }

  /** Notes what came of a turn. */
  void judge(PeerHead head, Turn turn, Outcome outcome) {
    if (outcome.news() > 0) {
      conduct(head).failures = 0;
      conduct(head).pace = turn.isSlow(outcome.news()) ? Pace.SLOW : Pace.FAST;
    }
    if (outcome.failure().isEmpty()) {
      if (outcome.news() == 0) {
        failed(head, "has nothing of what it claims");
      }
      return;
    }
    StreamException failure = outcome.failure().get();
    switch (failure.fault()) {
      case UNAVAILABLE, CANCELLED -> LOG.debug("Download stopped", failure);
      case MALFORMED, MISBEHAVED -> {
        context.misbehaved(head.peer(), failure.getMessage());
        keepWaiting(head, settings.lastRetry(), failure.getMessage());
      }
      default -> failed(head, failure.getMessage());
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
    Duration wait = settings.firstRetry().multipliedBy(1L << Math.min(conduct.failures, 16));
    keepWaiting(head, wait.compareTo(settings.lastRetry()) < 0 ? wait : settings.lastRetry(), why);
  }

  private void keepWaiting(PeerHead head, Duration wait, String why) {
    Conduct conduct = conduct(head);
    conduct.failures++;
    conduct.retryAt = nanoTime.getAsLong() + wait.toNanos();
    attempts.merge(head.leaf().hash(), 1, Integer::sum);
    LOG.debug("Peer {} waits for {}: {}", head.peer().shortName(), wait, why);
  }
}

package io.tessera.sync.fast;

import io.tessera.chain.PeerHead;
import io.tessera.chain.SyncContext;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.net.Fault;
import io.tessera.net.StreamException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The peers to ask, how they have done and what they do not have. Who lied is not asked again; who
 * failed has to wait. Safe from any thread.
 */
final class Sources {
  private static final Logger LOG = LoggerFactory.getLogger(Sources.class);

  /** Requests to one peer at once: holders admit four, of which one is for others of this node. */
  private static final int PER_PEER = 3;

  /** Peers to remember: so many can connect, and lie, and come back. */
  private static final int MOST_PEERS = 4096;

  /** Blocks or states that one peer is remembered not to have. */
  private static final int MOST_LACKING = 64;

  /** A request that took so long tells how fast a peer is, however little it brought. */
  private static final Duration LONG = Duration.ofSeconds(1);

  /** Faster than any: a peer is tried before one is asked that is known to be slower. */
  private static final double UNKNOWN = Double.MAX_VALUE;

  /** How a peer has done. */
  private static final class Conduct {
    private int running;
    private long asked;
    private int bytes;
    private int failures;
    private long retryAt;
    private double bytesPerSecond = UNKNOWN;
    private boolean liar;
    private final Set<Hash> lacking = new HashSet<>();
  }

  private final SyncContext context;
  private final Settings settings;
  private final LongSupplier nanoTime;
  private final Map<PeerId, Conduct> conducts = new HashMap<>();

  /** Who sent what a root does not prove, while nobody has sent anything that it does. */
  private final Map<PeerId, String> accused = new LinkedHashMap<>();

  Sources(SyncContext context, Settings settings, LongSupplier nanoTime) {
    this.context = context;
    this.settings = settings;
    this.nanoTime = nanoTime;
  }

  // ---- choice

  /** A peer that may have it, and can be asked now: the one with the least to do. */
  synchronized Optional<PeerId> take(Hash wanted) {
    Optional<PeerId> best =
        connected().stream()
            .filter(peer -> isReady(peer, wanted))
            .min(
                Comparator.comparingInt((PeerId peer) -> conduct(peer).failures)
                    .thenComparingInt(peer -> conduct(peer).running)
                    .thenComparingDouble(peer -> -conduct(peer).bytesPerSecond)
                    .thenComparingLong(peer -> conduct(peer).asked));
    best.ifPresent(this::begin);
    return best;
  }

  /** A request to a certain peer begins. */
  synchronized void begin(PeerId peer) {
    conduct(peer).running++;
    conduct(peer).asked++;
  }

  /** Whether another peer than this one could be asked now. */
  synchronized boolean hasOther(PeerId than, Hash wanted) {
    return connected().stream().anyMatch(peer -> !peer.equals(than) && isReady(peer, wanted));
  }

  /** Whether there are peers, and none of them has it. */
  synchronized boolean nobodyHas(Hash wanted) {
    Set<PeerId> peers = connected();
    return !peers.isEmpty()
        && peers.stream().allMatch(peer -> lies(peer) || conduct(peer).lacking.contains(wanted));
  }

  /** Whether the peer has lied, as far as is known. */
  synchronized boolean lies(PeerId peer) {
    return conduct(peer).liar || accused.containsKey(peer);
  }

  private boolean isReady(PeerId peer, Hash wanted) {
    Conduct conduct = conduct(peer);
    boolean rested = conduct.failures == 0 || conduct.retryAt - nanoTime.getAsLong() <= 0;
    return rested && !lies(peer) && conduct.running < PER_PEER && !conduct.lacking.contains(wanted);
  }

  private Set<PeerId> connected() {
    Set<PeerId> peers =
        context.peerHeads().stream().map(PeerHead::peer).collect(Collectors.toSet());
    // Who lied is remembered when it comes back, within bounds.
    boolean full = conducts.size() > MOST_PEERS;
    conducts
        .entrySet()
        .removeIf(e -> !peers.contains(e.getKey()) && isForgettable(e.getValue(), full));
    return peers;
  }

  private static boolean isForgettable(Conduct conduct, boolean full) {
    return conduct.running == 0 && (full || !conduct.liar);
  }

  private Conduct conduct(PeerId peer) {
    return conducts.computeIfAbsent(
        peer,
        key -> {
          Conduct conduct = new Conduct();
          conduct.bytes = settings.requestBytes();
          return conduct;
        });
  }

  /** How many bytes to ask a peer for. */
  synchronized int bytes(PeerId peer) {
    return conduct(peer).bytes;
  }

  // ---- judgement

  /** A request has ended well. */
  synchronized void succeeded(PeerId peer, long bytes, long nanos) {
    Conduct conduct = conduct(peer);
    conduct.running--;
    conduct.failures = 0;
    conduct.bytes = Math.min(settings.requestBytes(), 2 * conduct.bytes);
    // What was nearly nothing tells nothing about speed.
    if (bytes >= settings.leastBytes() || nanos >= LONG.toNanos()) {
      conduct.bytesPerSecond = bytes * 1e9 / Math.max(1, nanos);
    }
  }

  /** A request has failed. */
  synchronized void failed(PeerId peer, Hash wanted, StreamException failure) {
    conduct(peer).running--;
    switch (failure.fault()) {
      case UNAVAILABLE, CANCELLED -> LOG.debug("Request stopped", failure);
      case MALFORMED, MISBEHAVED -> condemn(peer, failure.getMessage());
      case RESET -> {
        if (failure.resetCode() == Fault.REFUSED.code()) {
          rest(peer, failure.getMessage());
        } else {
          lacks(peer, wanted);
        }
      }
      default -> rest(peer, failure.getMessage());
    }
  }

  /** A peer sent what does not follow from a root that nothing has followed from yet. */
  synchronized void accuse(PeerId peer, String reason) {
    conduct(peer).running--;
    accused.put(peer, reason);
  }

  /** Whether anybody is accused. */
  synchronized boolean isAnyAccused() {
    return !accused.isEmpty();
  }

  /** The root is right, so that those accused have lied. */
  synchronized void convict() {
    accused.forEach(this::condemn);
    accused.clear();
  }

  /** The root is not what peers have: nobody has lied. */
  synchronized void pardon() {
    accused.clear();
  }

  /** A peer was slow, and another one is asked instead. */
  synchronized void left(PeerId peer) {
    conduct(peer).running--;
    rest(peer, "is slow");
  }

  /** A request was given up for reasons of our own. */
  synchronized void released(PeerId peer) {
    conduct(peer).running--;
  }

  /** What peers did not have, they may have by now. */
  synchronized void askAgain() {
    conducts.values().forEach(conduct -> conduct.lacking.clear());
  }

  /** A peer broke a rule: it is reported, and not asked again. */
  synchronized void condemn(PeerId peer, String reason) {
    conduct(peer).liar = true;
    context.misbehaved(peer, reason);
  }

  private void lacks(PeerId peer, Hash wanted) {
    Set<Hash> lacking = conduct(peer).lacking;
    if (lacking.size() >= MOST_LACKING) {
      lacking.clear();
    }
    lacking.add(wanted);
  }

  private void rest(PeerId peer, String why) {
    Conduct conduct = conduct(peer);
    int doublings = Math.min(conduct.failures++, 16);
    long wait = settings.firstRetry().toNanos() << doublings;
    conduct.retryAt = nanoTime.getAsLong() + Math.min(wait, settings.lastRetry().toNanos());
    conduct.bytes = Math.max(settings.leastBytes(), conduct.bytes / 2);
    LOG.debug("Peer {} waits: {}", peer.shortName(), why);
  }
}

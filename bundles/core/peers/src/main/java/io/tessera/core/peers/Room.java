package io.tessera.core.peers;

import io.tessera.core.peers.Known.Worth;
import io.tessera.lib.codec.PeerId;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Who may be in the book when not all can. Anybody can make keys, so that a source and an address
 * range have a share each; what newcomers displace is worth less than they are. Guarded by the
 * book's lock.
 */
final class Room {
  /** Most peers in the book. */
  static final int TOTAL = 4096;

  /** Most peers that one source told of first. */
  static final int PER_SOURCE = 1024;

  /** Most peers with an address in one {@link Range}. */
  static final int PER_RANGE = 64;

  /** Most banned peers that are remembered over a restart. */
  static final int BANNED = 1024;

  private final Map<PeerId, Known> known;
  private final Standing standing;
  private final Set<PeerId> gone;

  /**
   * Looks after a table.
   *
   * @param known the table
   * @param gone takes the peers that gave way
   */
  Room(Map<PeerId, Known> known, Standing standing, Set<PeerId> gone) {
    this.known = known;
    this.standing = standing;
    this.gone = gone;
  }

  /**
   * Makes room for a peer that a source told of, or for new addresses of one that is there.
   *
   * @return whether there is room
   */
  boolean make(PeerId peer, Set<Range> ranges, String source, Instant now) {
    return makeInRanges(peer, ranges, now)
        && (known.containsKey(peer)
            || (makeIn(entry -> entry.isFrom(source), PER_SOURCE, now)
                && makeIn(entry -> true, TOTAL, now)));
  }

  /** Makes room for a peer that is banned: of too many, the one whose ban ends first goes. */
  boolean makeForBanned(PeerId peer, Instant now) {
    if (known.containsKey(peer)) {
      return true;
    }
    if (known.values().stream().filter(this::banned).count() >= BANNED) {
      known.values().stream()
          .filter(entry -> entry.worth(now, banned(entry)) == Worth.BANNED)
          .min(Comparator.comparing(entry -> standing.bannedUntil(entry.peer).orElse(now)))
          .ifPresent(this::drop);
    }
    return makeIn(entry -> true, TOTAL, now);
  }

  private boolean makeInRanges(PeerId peer, Set<Range> ranges, Instant now) {
    for (Range range : ranges) {
      Predicate<Known> inRange =
          entry -> entry.ranges().contains(range) && !entry.peer.equals(peer);
      if (!makeIn(inRange, PER_RANGE, now)) {
        return false;
      }
    }
    return true;
  }

  private boolean makeIn(Predicate<Known> share, int size, Instant now) {
    if (known.size() < size || known.values().stream().filter(share).count() < size) {
      return true;
    }
    Optional<Known> worst =
        known.values().stream()
            .filter(share)
            .filter(entry -> entry.worth(now, banned(entry)).compareTo(Worth.FRESH) < 0)
            .min(
                Comparator.comparing((Known entry) -> entry.worth(now, banned(entry)))
                    .thenComparingInt(entry -> -entry.failures)
                    .thenComparing(entry -> entry.since));
    worst.ifPresent(this::drop);
    return worst.isPresent();
  }

  private boolean banned(Known entry) {
    return standing.banned(entry.peer);
  }

  private void drop(Known entry) {
    known.remove(entry.peer);
    gone.add(entry.peer);
  }
}

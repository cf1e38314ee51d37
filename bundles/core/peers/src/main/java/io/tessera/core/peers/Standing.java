package io.tessera.core.peers;

import io.tessera.lib.codec.PeerId;
import io.tessera.net.PeerStanding;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/**
 * What we think of peers. Each offence costs {@link #OFFENCE} points; points come back with time; a
 * peer at zero is banned for {@link #BAN} and starts again at half. The table is bounded, since a
 * hostile peer can take a new key for each offence. Safe from any thread.
 */
final class Standing {
  /** Four offences in a short time lead to a ban. */
  static final int OFFENCE = 25;

  /** Time for one point to come back. */
  static final Duration RECOVERY = Duration.ofSeconds(30);

  /** How long a banned peer is kept away. */
  static final Duration BAN = Duration.ofMinutes(10);

  /** Most peers remembered; beyond it, those that offended least are forgotten. */
  static final int CAPACITY = 4096;

  private final InstantSource clock;
  private final Map<PeerId, Score> scores = new HashMap<>();

  Standing(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Takes points for an offence.
   *
   * @param floor fewest points that may be left: above zero for a peer that is never banned
   * @return whether the peer has come to zero with this offence and is banned from now on
   */
  synchronized boolean lower(PeerId peer, int floor) {
    Instant now = clock.instant();
    Score score = scores.get(peer);
    if (score == null) {
      makeRoom(now);
    } else if (score.bannedAt(now)) {
      return false;
    }
    int points = (score == null ? PeerStanding.GOOD : score.at(now)) - OFFENCE;
    boolean banned = points <= 0 && floor <= 0;
    scores.put(
        peer,
        banned
            ? new Score(PeerStanding.GOOD / 2, now.plus(BAN), true)
            : new Score(Math.max(points, floor), now, false));
    return banned;
  }

  /** Points from 0 (banned) to {@link PeerStanding#GOOD}. */
  synchronized int of(PeerId peer) {
    Score score = scores.get(peer);
    return score == null ? PeerStanding.GOOD : score.at(clock.instant());
  }

  /** Whether the peer is kept away now. */
  boolean banned(PeerId peer) {
    return of(peer) == 0;
  }

  private void makeRoom(Instant now) {
    if (scores.size() < CAPACITY) {
      return;
    }
    scores.values().removeIf(score -> score.at(now) == PeerStanding.GOOD);
    if (scores.size() >= CAPACITY) {
      scores.entrySet().stream()
          .max(Comparator.comparingInt(entry -> entry.getValue().at(now)))
          .ifPresent(best -> scores.remove(best.getKey()));
    }
  }

  /**
   * Points that a peer had, or will have when its ban ends.
   *
   * @param when the moment at which it has these points
   * @param banned whether it has none before that moment
   */
  private record Score(int points, Instant when, boolean banned) {
    boolean bannedAt(Instant now) {
      return banned && now.isBefore(when);
    }

    int at(Instant now) {
      if (bannedAt(now)) {
        return 0;
      }
      long recovered = Duration.between(when, now).dividedBy(RECOVERY);
      return (int) Math.min(PeerStanding.GOOD, points + recovered);
    }
  }
}

package io.tessera.core.peers;

import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.PeerId;
import io.tessera.net.PeerStanding;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

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

  /** Longest ban. */
  static final Duration MAX_BAN = Duration.ofDays(365);

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

  /** Keeps a peer away for a time, whatever it did; a longer ban that there is stays. */
  synchronized void ban(PeerId peer, Duration time) {
    Instant now = clock.instant();
    Instant until = now.plus(time.compareTo(MAX_BAN) < 0 ? time : MAX_BAN);
    Score score = scores.get(peer);
    if (score == null) {
      makeRoom(now);
    } else if (score.bannedAt(now) && score.when().isAfter(until)) {
      return;
    }
    scores.put(peer, new Score(PeerStanding.GOOD / 2, until, true));
  }

  /** Forgets what a peer did; returns whether it was banned. */
  synchronized boolean forgive(PeerId peer) {
    Score score = scores.remove(peer);
    return score != null && score.bannedAt(clock.instant());
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

  /** How many peers are banned now. */
  synchronized int bans() {
    Instant now = clock.instant();
    return (int) scores.values().stream().filter(score -> score.bannedAt(now)).count();
  }

  /** When the peer's ban ends, if it is banned. */
  synchronized Optional<Instant> bannedUntil(PeerId peer) {
    Instant now = clock.instant();
    return Optional.ofNullable(scores.get(peer))
        .filter(score -> score.bannedAt(now))
        .map(Score::when);
  }

  /** What is remembered of a peer, for storing it; empty when that is nothing bad. */
  synchronized Optional<Score> score(PeerId peer) {
    Instant now = clock.instant();
    return Optional.ofNullable(scores.get(peer)).filter(score -> score.at(now) < PeerStanding.GOOD);
  }

  /** Remembers what was stored, unless there is something newer. */
  synchronized void restore(PeerId peer, Score score) {
    Instant now = clock.instant();
    if (!scores.containsKey(peer) && score.at(now) < PeerStanding.GOOD) {
      makeRoom(now);
      scores.put(peer, score);
    }
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
   * @param points from 0 to {@link PeerStanding#GOOD}
   * @param when the moment at which it has these points
   * @param banned whether it has none before that moment
   */
  record Score(int points, Instant when, boolean banned) {
    /** A byte of points, four of seconds since 1970, a byte for the ban. */
    static final Codec<Score> CODEC =
        Codec.of(
            "score",
            in -> new Score(in.u8(), Instant.ofEpochSecond(in.u32()), in.bool()),
            (score, out) -> {
              out.u8(score.points);
              out.u32(score.when.getEpochSecond());
              out.bool(score.banned);
            });

    boolean bannedAt(Instant now) {
      return banned && now.isBefore(when);
    }

    int at(Instant now) {
      if (bannedAt(now)) {
        return 0;
      }
      long recovered = Math.max(0, Duration.between(when, now).dividedBy(RECOVERY));
      return (int) Math.min(PeerStanding.GOOD, points + recovered);
    }
  }
}

package io.tessera.core.peers;

import io.tessera.lib.codec.PeerId;
import io.tessera.net.Topology;
import java.time.Duration;

/**
 * Which of two connections with one peer stays. Both ends apply the rule to what they see, in
 * whatever order they see it, and must come to the same answer:
 *
 * <ol>
 *   <li>The newer one, when the older had been there for {@link #WINDOW}: nobody dials a peer that
 *       it is connected to, so whoever dialed has lost the older one, which is dead. A dial takes
 *       less than half the window, so two dials at the same moment never get here.
 *   <li>Else the one that the preferred initiator (JAMNP-S, "Required connectivity") dialed.
 *   <li>Both dialed by the same side: the acceptor keeps the newer (the dialer has lost the other).
 *       A dialer that still holds both, after dialing two addresses of one peer, cannot know in
 *       which order the acceptor saw them: it keeps the second in reserve until the acceptor has
 *       closed one.
 * </ol>
 */
final class Duplicates {
  /** Connections that are at least this far apart were not dialed at the same moment. */
  static final Duration WINDOW = Attempts.DEADLINE.multipliedBy(2);

  /** What becomes of two connections. */
  enum Verdict {
    KEEP_OLDER,
    TAKE_NEWER,
    RESERVE_NEWER
  }

  private Duplicates() {}

  static Verdict judge(PeerId self, Link older, Link newer) {
    if (older.initiator() && newer.initiator()) {
      return Verdict.RESERVE_NEWER;
    }
    boolean reconnected = !newer.since().isBefore(older.since().plus(WINDOW));
    if (reconnected || older.initiator() == newer.initiator()) {
      return Verdict.TAKE_NEWER;
    }
    boolean selfIsPreferred = Topology.preferredInitiator(self, newer.id()).equals(self);
    return newer.initiator() == selfIsPreferred ? Verdict.TAKE_NEWER : Verdict.KEEP_OLDER;
  }
}

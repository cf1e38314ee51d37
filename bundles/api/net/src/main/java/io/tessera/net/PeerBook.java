package io.tessera.net;

import io.tessera.lib.codec.PeerId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What this node knows of peers, connected or not; a service of the peer manager that survives
 * restarts. Discovery plugins bring signed records and hand on those that it says may be. Safe from
 * any thread; {@link #offer} and {@link #own} check and make signatures, so not on a virtual thread
 * in a loop.
 */
@ProviderType
public interface PeerBook {

  /**
   * This node's record, signed, renewed before it expires and when its addresses change; empty
   * while it listens nowhere or is in no chain's network.
   */
  Optional<PeerRecord> own();

  /**
   * Checks a record, keeps it when it is good and newer, and considers its peer for dialing.
   *
   * @param source who brought it, such as {@code exchange}
   * @return what became of it; everything but {@link Verdict#NEW} and {@link Verdict#KNOWN} is a
   *     refusal, and is counted
   */
  Verdict offer(PeerRecord record, String source);

  /**
   * Records that may be handed on: of peers to which this node had an authenticated connection at
   * one of the record's addresses lately, not expired, not banned; in a random order.
   *
   * @param max the most
   */
  List<PeerRecord> reachable(int max);

  /** Whether addresses that mean something on their own network only are taken and handed out. */
  boolean takesPrivate();

  /** All that is known, for tables. */
  List<Entry> entries();

  /** How many records were offered since the start, by what became of them. */
  Map<Verdict, Long> verdicts();

  /** What became of a record. */
  enum Verdict {
    /** Good and newer than what was known. */
    NEW,
    /** Known already, to the last byte. */
    KNOWN,
    /** The signature is not the peer's. */
    BAD_SIGNATURE,
    /** There is one with a higher sequence number, or another one with the same. */
    OLD,
    /** Its time has passed, or is too far in the future. */
    EXPIRED,
    /** It is of another chain's network. */
    OTHER_CHAIN,
    /** It has an address that is private (and these are not taken), or that can be nobody's. */
    BAD_ADDRESS,
    /**
     * It is this node's own, or a banned peer's, or one that lied about itself before; or this node
     * is on no chain at the moment, so that nothing can be said.
     */
    UNWANTED,
    /** The book, or the share of its source or address range in it, is full of better ones. */
    NO_ROOM
  }

  /**
   * A peer in the book.
   *
   * @param peer who
   * @param addresses where it may be reached
   * @param sources who told of it
   * @param lastConnected when a connection to it last stood; empty when none ever did
   * @param failures attempts to reach it that failed since then
   * @param standing see {@link PeerStanding}
   * @param bannedUntil when its ban ends, if it is banned
   */
  record Entry(
      PeerId peer,
      List<PeerAddress> addresses,
      Set<String> sources,
      Optional<Instant> lastConnected,
      int failures,
      int standing,
      Optional<Instant> bannedUntil) {}
}

package io.tessera.core.chain.safrole;

import java.util.Optional;

/** What a check says about a header. */
public sealed interface HeaderVerdict {
  /** Nothing is wrong with it; this is what decides about the header after it. */
  record Follows(Consensus consensus) implements HeaderVerdict {}

  /**
   * It breaks a rule, and so does every header that stands on it.
   *
   * @param rule which
   * @param detail what is wrong, for people
   */
  record Refused(Rule rule, String detail) implements HeaderVerdict {}

  /** The rules that a header can break. */
  enum Rule {
    /** The slot is above the parent's. */
    SLOT_ABOVE_PARENTS,
    /** The author is one of the V validators. */
    AUTHOR_INDEX,
    /** There is an epoch marker in the first block of an epoch, and in no other. */
    EPOCH_MARK_PRESENCE,
    /** The epoch marker has the two entropies that the parent's state has. */
    EPOCH_MARK_ENTROPY,
    /** The epoch marker announces all V validators. */
    EPOCH_MARK_SIZE,
    /** There is a winning-tickets marker only in the first block after ticket submission. */
    WINNERS_MARK_WINDOW,
    /** The winning-tickets marker has exactly E tickets. */
    WINNERS_MARK_SIZE,
    /** The winning tickets are ordered by their ids from outside in, and no id comes twice. */
    WINNERS_MARK_ORDER,
    /** The winning tickets are among the first N of their owners. */
    WINNERS_MARK_ATTEMPT,
    /** The offenders marker is two runs of ascending keys: culprits and faults. */
    OFFENDERS_MARK_ORDER,
    /** Offenders are validators of this epoch or the one before. */
    OFFENDERS_MARK_KEYS,
    /** In an epoch of fallback keys, the author's key is that of the slot. */
    SLOT_KEY,
    /** In an epoch of tickets, the seal's output is the id of the slot's ticket. */
    SLOT_TICKET,
    /** The author's key is a point of the curve. */
    AUTHOR_KEY,
    /** The seal is a valid signature. */
    SEAL,
    /** The entropy source is a valid signature. */
    ENTROPY_SOURCE
  }

  /** A refusal, for checks that say nothing otherwise. */
  static Optional<Refused> refuse(Rule rule, String detail) {
    return Optional.of(new Refused(rule, detail));
  }
}

package io.tessera.chain;

/** A {@link TicketPool} does not take a ticket; nothing has changed. */
public final class TicketRefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why it is refused. */
  private final Reason reason;

  /** A refusal, with what is wrong for people. */
  public TicketRefusedException(Reason reason, String detail) {
    super(detail, null, false, false);
    this.reason = reason;
  }

  /** Why. */
  public Reason reason() {
    return reason;
  }

  /** Reasons. */
  public enum Reason {
    /** It is for an epoch that has begun. */
    EXPIRED,
    /** It is for an epoch that comes after the next one. */
    FUTURE,
    /** No block can bring it any more: the lottery period of the present epoch is over. */
    CLOSED,
    /** Finality lags: what it must prove is not certain yet. Nobody's fault. */
    UNCERTAIN,
    /** Its attempt is not below N. */
    BAD_ATTEMPT,
    /** Its proof is wrong: whoever sent it has not looked, or lies. */
    BAD_PROOF,
    /** Too many tickets of the sender wait to be verified, or all that can be are there. */
    TOO_MANY
  }
}

package io.tessera.work.event;

import io.tessera.lib.codec.block.Guarantee;
import io.tessera.net.event.NodeEvent;
import io.tessera.net.event.StreamFact;

/** Guaranteed reports that are made, exchanged and let go (JIP-3, "Guaranteeing events"). */
public final class GuaranteeEvents {
  private GuaranteeEvents() {}

  /** This node has the signatures for a guarantee, and begins to distribute it. */
  public record GuaranteeBuilt(Guarantee guarantee) implements NodeEvent {}

  /** This node's guarantee that the stream brings to a validator (CE 135). */
  public record GuaranteeSending(GuaranteeBuilt built) implements StreamFact {}

  /** All those that the guarantee was to go to at first have been tried. */
  public record GuaranteeDistributed(GuaranteeBuilt built) implements NodeEvent {}

  /** A peer's guarantee that the stream has brought, not checked yet (CE 135). */
  public record GuaranteeReceived(Guarantee guarantee) implements StreamFact {}

  /** The pool lets a guarantee go. */
  public record GuaranteeDiscarded(Guarantee guarantee, DiscardReason reason)
      implements NodeEvent {}

  /** Why a guarantee is let go, as JIP-3 has it. */
  public enum DiscardReason {
    /** A block has reported the package. */
    REPORTED(0),
    /** A better guarantee took its place. */
    REPLACED(1),
    /** No block can bring it any more. */
    NOT_REPORTABLE(2),
    /** There are too many. */
    TOO_MANY(3),
    /** Another reason. */
    OTHER(4);

    private final int code;

    DiscardReason(int code) {
      this.code = code;
    }

    /** The byte that JIP-3 has for it. */
    public int code() {
      return code;
    }
  }
}

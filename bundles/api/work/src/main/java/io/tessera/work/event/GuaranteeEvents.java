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

  /** Why a guarantee is let go; in JIP-3's order. */
  public enum DiscardReason {
    /** A block has reported the package. */
    REPORTED,
    /** A better guarantee took its place. */
    REPLACED,
    /** No block can bring it any more. */
    NOT_REPORTABLE,
    /** There are too many. */
    TOO_MANY,
    /** Another reason. */
    OTHER
  }
}

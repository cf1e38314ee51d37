package io.tessera.chain.event;

import io.tessera.chain.PreimagePool.Request;
import io.tessera.lib.codec.Hash;
import io.tessera.net.event.NodeEvent;
import io.tessera.net.event.StreamFact;

/** Preimages that are announced, asked for and let go (JIP-3, "Preimage distribution events"). */
public final class PreimageEvents {
  private PreimageEvents() {}

  /** What the stream announces (CE 142). */
  public record PreimageAnnounced(Request request) implements StreamFact {}

  /** An announcement of a peer's comes to nothing. */
  public record AnnouncedPreimageForgotten(Request request, ForgetReason reason)
      implements NodeEvent {}

  /** Why an announcement comes to nothing; in JIP-3's order. */
  public enum ForgetReason {
    /** A block has brought it. */
    PROVIDED,
    /** No service of the head's state wants it. */
    NOT_REQUESTED,
    /** It could not be had from the peer. */
    NOT_ACQUIRED,
    /** There are too many. */
    TOO_MANY,
    /** Its length is not that of the request. */
    BAD_LENGTH,
    /** Another reason. */
    OTHER
  }

  /** What the stream asks for (CE 143). */
  public record PreimageRequested(Hash hash) implements StreamFact {}

  /** The preimage has gone over the stream (CE 143). */
  public record PreimageTransferred(long length) implements StreamFact {}

  /** The pool lets a preimage go. */
  public record PreimageDiscarded(Request request, DiscardReason reason) implements NodeEvent {}

  /** Why a preimage is let go; in JIP-3's order. */
  public enum DiscardReason {
    /** A final block has brought it. */
    PROVIDED,
    /** No service wants it any longer. */
    NOT_REQUESTED,
    /** There are too many. */
    TOO_MANY,
    /** Another reason. */
    OTHER
  }
}

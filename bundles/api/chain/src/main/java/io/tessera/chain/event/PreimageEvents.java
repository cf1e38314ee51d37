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

  /** Why an announcement comes to nothing, as JIP-3 has it. */
  public enum ForgetReason {
    /** A block has brought it. */
    PROVIDED(0),
    /** No service of the head's state wants it. */
    NOT_REQUESTED(1),
    /** It could not be had from the peer. */
    NOT_ACQUIRED(2),
    /** There are too many. */
    TOO_MANY(3),
    /** Its length is not that of the request. */
    BAD_LENGTH(4),
    /** Another reason. */
    OTHER(5);

    private final int code;

    ForgetReason(int code) {
      this.code = code;
    }

    /** The byte that JIP-3 has for it. */
    public int code() {
      return code;
    }
  }

  /** What the stream asks for (CE 143). */
  public record PreimageRequested(Hash hash) implements StreamFact {}

  /** The preimage has gone over the stream (CE 143). */
  public record PreimageTransferred(long length) implements StreamFact {}

  /** The pool lets a preimage go. */
  public record PreimageDiscarded(Request request, DiscardReason reason) implements NodeEvent {}

  /** Why a preimage is let go, as JIP-3 has it. */
  public enum DiscardReason {
    /** A final block has brought it. */
    PROVIDED(0),
    /** No service wants it any longer. */
    NOT_REQUESTED(1),
    /** There are too many. */
    TOO_MANY(2),
    /** Another reason. */
    OTHER(3);

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

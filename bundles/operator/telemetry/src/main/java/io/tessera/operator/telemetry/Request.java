package io.tessera.operator.telemetry;

import io.tessera.lib.codec.PeerId;
import java.util.Arrays;
import java.util.Optional;

/**
 * Protocols in which one side asks and the other answers: JIP-3 gives each six numbers in a row,
 * for sending, receiving, failed, sent, received and transferred.
 */
enum Request {
  /** CE 128. */
  BLOCK(128, 63),
  /** CE 137. */
  SHARD(137, 120),
  /** CE 138. */
  BUNDLE_SHARD(138, 140),
  /** CE 139. */
  SEGMENT_SHARD(139, 162),
  /** CE 140. */
  PROVED_SEGMENT_SHARD(140, 162),
  /** CE 143. */
  PREIMAGE(143, 193),
  /** CE 147. */
  BUNDLE(147, 148),
  /** CE 148. */
  SEGMENT(148, 173);

  private final int kind;
  private final int first;

  Request(int kind, int first) {
    this.kind = kind;
    this.first = first;
  }

  /** The protocol of a stream kind, if it is one of these. */
  static Optional<Request> of(int kind) {
    return Arrays.stream(values()).filter(each -> each.kind == kind).findFirst();
  }

  /** Whether what was transferred is told of in another way than by {@link Transferred}. */
  boolean tellsTransfer() {
    return this == BLOCK || this == PREIMAGE;
  }

  /** A peer begins to ask. */
  Message receiving(PeerId sender) {
    return switch (this) {
      case SEGMENT_SHARD -> new RequestMessages.ReceivingSegmentShardRequest(sender, false);
      case PROVED_SEGMENT_SHARD -> new RequestMessages.ReceivingSegmentShardRequest(sender, true);
      default -> new Receiving(this, sender);
    };
  }

  /** A peer begins to ask. */
  record Receiving(Request request, PeerId sender) implements Message {
    @Override
    public int type() {
      return request.first + 1;
    }

    @Override
    public void write(Fields out) {
      out.peer(sender);
    }
  }

  /** Either side's request fails. */
  record Failed(Request request, long begun, String reason) implements Message {
    @Override
    public int type() {
      return request.first + 2;
    }

    @Override
    public void write(Fields out) {
      out.id(begun).reason(reason);
    }
  }

  /** This node has asked. */
  record Sent(Request request, long begun) implements Message {
    @Override
    public int type() {
      return request.first + 3;
    }

    @Override
    public void write(Fields out) {
      out.id(begun);
    }
  }

  /** All of the answer has gone over the stream. */
  record Transferred(Request request, long begun) implements Message {
    @Override
    public int type() {
      return request.first + 5;
    }

    @Override
    public void write(Fields out) {
      out.id(begun);
    }
  }
}

package io.tessera.net;

import java.time.Duration;

/**
 * One stream protocol: the plugin interface, registered as a service with a {@link StreamKind}. One
 * instance serves all peers.
 */
public interface StreamProtocol {

  /** Name for people, such as {@code CE 128 block request}. */
  String name();

  /** What the runtime enforces on streams of this kind. */
  default Limits limits() {
    return Limits.DEFAULT;
  }

  /**
   * Serves a stream that a peer has opened, on a virtual thread of its own; the first message is
   * complete when it starts. Ends by {@link PeerStream#finish}; an exception resets the stream with
   * the fault's code. Interrupted when the plugin is stopped.
   *
   * @throws StreamException when the peer, the stream or the request is at fault
   */
  void serve(PeerStream stream) throws StreamException;

  /**
   * Bounds for streams of a kind.
   *
   * @param maxMessage largest message in bytes that {@link PeerStream#read} accepts without a cap
   *     of its own
   * @param timeout longest time from a message's first byte to its last, and (but for persistent
   *     streams) for its first byte to come, and for a blocked write to go on
   * @param maxPerPeer most streams of this kind that a peer may have open with us at once; one more
   *     is refused
   */
  record Limits(int maxMessage, Duration timeout, int maxPerPeer) {
    /** 64 KiB, 10 s, 64 streams. */
    public static final Limits DEFAULT = new Limits(64 * 1024, Duration.ofSeconds(10), 64);
  }
}

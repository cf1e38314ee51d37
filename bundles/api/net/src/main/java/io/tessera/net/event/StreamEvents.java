package io.tessera.net.event;

import io.tessera.net.Fault;
import io.tessera.net.PeerStream;
import java.util.Optional;

/**
 * The life of each stream, told by the stream runtime: opened, then what the protocol has to say
 * and the end of this side's half in any order, then its end. The stream tells peer, kind and who
 * opened it; listeners must not read or write it.
 */
public final class StreamEvents {
  private StreamEvents() {}

  /** A stream begins: this side opened it, or the peer did and there is a protocol for its kind. */
  public record Opened(PeerStream stream) implements NodeEvent {}

  /** The protocol knows what the stream is about, or how far it is. */
  public record Told(PeerStream stream, StreamFact fact) implements NodeEvent {}

  /** This side has sent all that it has to send, and FIN. */
  public record Sent(PeerStream stream) implements NodeEvent {}

  /**
   * A stream has ended.
   *
   * @param fault why it failed; empty when both sides finished
   * @param reason for people; empty when both sides finished
   */
  public record Ended(PeerStream stream, Optional<Fault> fault, String reason)
      implements NodeEvent {}
}

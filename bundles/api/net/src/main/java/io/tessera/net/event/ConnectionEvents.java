package io.tessera.net.event;

import io.tessera.lib.codec.PeerId;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Connections that come and go (JIP-3, "Networking events"): of an attempt there is the event of
 * its beginning and one of its end; of a connection that was made, that of its end. Told by
 * transports, but for {@link Misbehaved}.
 */
public final class ConnectionEvents {
  private ConnectionEvents() {}

  /** A peer's attempt is not even looked at. */
  public record ConnectionRefused(InetSocketAddress address) implements NodeEvent {}

  /** A peer's attempt begins; who it is will be known when the handshake is done. */
  public record ConnectingIn(InetSocketAddress address) implements NodeEvent {}

  /** A peer's attempt has failed. */
  public record ConnectInFailed(ConnectingIn attempt, String reason) implements NodeEvent {}

  /** A peer has connected and proved its key. */
  public record ConnectedIn(ConnectingIn attempt, PeerId peer) implements NodeEvent {}

  /**
   * This node dials.
   *
   * @param peer whom it expects; empty when whoever is there is welcome
   */
  public record ConnectingOut(Optional<PeerId> peer, InetSocketAddress address)
      implements NodeEvent {}

  /** This node's attempt has failed. */
  public record ConnectOutFailed(ConnectingOut attempt, String reason) implements NodeEvent {}

  /** The peer that was dialed has proved its key. */
  public record ConnectedOut(ConnectingOut attempt, PeerId peer) implements NodeEvent {}

  /**
   * A connection has ended.
   *
   * @param terminator who ended it; empty when nobody did, as after silence
   * @param reason for people
   */
  public record Disconnected(PeerId peer, Optional<Side> terminator, String reason)
      implements NodeEvent {}

  /** A peer broke a rule of the protocol or the chain; told by the peer manager. */
  public record Misbehaved(PeerId peer, String reason) implements NodeEvent {}
}

package io.tessera.operator.telemetry;

import io.tessera.lib.codec.PeerId;
import io.tessera.net.Endpoint;
import io.tessera.net.event.Side;
import java.util.Optional;

/** JIP-3, section "Networking events". */
final class ConnectionMessages {
  private ConnectionMessages() {}

  /** A peer is turned away. */
  record ConnectionRefused(Endpoint from) implements Message {
    @Override
    public int type() {
      return 20;
    }

    @Override
    public void write(Fields out) {
      out.endpoint(from);
    }
  }

  /** A peer dials. */
  record ConnectingIn(Endpoint from) implements Message {
    @Override
    public int type() {
      return 21;
    }

    @Override
    public void write(Fields out) {
      out.endpoint(from);
    }
  }

  /** It does not get through. */
  record ConnectInFailed(long begun, String reason) implements Message {
    @Override
    public int type() {
      return 22;
    }

    @Override
    public void write(Fields out) {
      out.id(begun).reason(reason);
    }
  }

  /** It does. */
  record ConnectedIn(long begun, PeerId peer) implements Message {
    @Override
    public int type() {
      return 23;
    }

    @Override
    public void write(Fields out) {
      out.id(begun).peer(peer);
    }
  }

  /** This node dials. */
  record ConnectingOut(PeerId peer, Endpoint to) implements Message {
    @Override
    public int type() {
      return 24;
    }

    @Override
    public void write(Fields out) {
      out.peer(peer).endpoint(to);
    }
  }

  /** It does not get through. */
  record ConnectOutFailed(long begun, String reason) implements Message {
    @Override
    public int type() {
      return 25;
    }

    @Override
    public void write(Fields out) {
      out.id(begun).reason(reason);
    }
  }

  /** It does. */
  record ConnectedOut(long begun) implements Message {
    @Override
    public int type() {
      return 26;
    }

    @Override
    public void write(Fields out) {
      out.id(begun);
    }
  }

  /** A connection has ended. */
  record Disconnected(PeerId peer, Optional<Side> terminator, String reason) implements Message {
    @Override
    public int type() {
      return 27;
    }

    @Override
    public void write(Fields out) {
      out.peer(peer).optionalSide(terminator).reason(reason);
    }
  }

  /** A peer broke a rule. */
  record PeerMisbehaved(PeerId peer, String reason) implements Message {
    @Override
    public int type() {
      return 28;
    }

    @Override
    public void write(Fields out) {
      out.peer(peer).reason(reason);
    }
  }
}

package io.tessera.transport.quic;

import io.tessera.lib.codec.PeerId;
import io.tessera.net.event.ConnectionEvents.ConnectInFailed;
import io.tessera.net.event.ConnectionEvents.ConnectOutFailed;
import io.tessera.net.event.ConnectionEvents.ConnectedIn;
import io.tessera.net.event.ConnectionEvents.ConnectedOut;
import io.tessera.net.event.ConnectionEvents.ConnectingIn;
import io.tessera.net.event.ConnectionEvents.ConnectingOut;
import io.tessera.net.event.ConnectionEvents.Disconnected;
import io.tessera.net.event.NodeEvent;
import io.tessera.net.event.NodeEvents;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Function;

/** An attempt to connect, and what becomes of it, as those who watch the node are told. */
final class Attempt {
  private final NodeEvents events;
  private final Function<PeerId, NodeEvent> connected;
  private final Function<String, NodeEvent> failed;

  private Attempt(
      NodeEvents events,
      Function<PeerId, NodeEvent> connected,
      Function<String, NodeEvent> failed) {
    this.events = events;
    this.connected = connected;
    this.failed = failed;
  }

  /** A peer's begins. */
  static Attempt in(NodeEvents events, InetSocketAddress from) {
    ConnectingIn begun = new ConnectingIn(from);
    events.tell(begun);
    return new Attempt(
        events, peer -> new ConnectedIn(begun, peer), reason -> new ConnectInFailed(begun, reason));
  }

  /** This node's begins. */
  static Attempt out(NodeEvents events, Optional<PeerId> peer, InetSocketAddress to) {
    ConnectingOut begun = new ConnectingOut(peer, to);
    events.tell(begun);
    return new Attempt(
        events,
        proven -> new ConnectedOut(begun, proven),
        reason -> new ConnectOutFailed(begun, reason));
  }

  /** It has failed. */
  void failed(IOException reason) {
    events.tell(failed.apply(String.valueOf(reason.getMessage())));
  }

  /** There is a connection, whose end will be told as well. */
  void connected(QuicConnection connection) {
    events.tell(connected.apply(connection.peer()));
    var unused =
        connection
            .closed()
            .thenAccept(
                reason ->
                    events.tell(
                        new Disconnected(connection.peer(), connection.terminator(), reason)));
  }
}

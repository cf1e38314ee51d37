package io.tessera.core.peers;

import io.tessera.lib.codec.PeerId;
import io.tessera.net.Topology;
import io.tessera.net.transport.Connection;
import io.tessera.net.transport.ConnectionListener;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A validator that keeps the rule and has no peer manager: it dials those whose preferred initiator
 * it is, once, and takes every connection.
 */
final class LightNode implements ConnectionListener {
  final PeerId id;
  final Map<PeerId, FakeConnection> connections = new HashMap<>();
  int dials;
  private final FakeTransport transport;

  LightNode(FakeNet net, PeerId id) {
    this.id = id;
    transport = new FakeTransport(net, id);
  }

  /** The sets have changed, and these nodes are among the validators. */
  void dial(List<Node> validators) {
    for (Node node : validators) {
      boolean first = Topology.preferredInitiator(id, node.id).equals(id);
      if (first && !connections.containsKey(node.id)) {
        dials++;
        var unused = transport.dial(node.address, false).thenAccept(this::keep);
      }
    }
  }

  @Override
  public void accepted(Connection connection) {
    keep(connection);
  }

  private void keep(Connection connection) {
    FakeConnection ours = (FakeConnection) connection;
    if (connections.putIfAbsent(ours.peer(), ours) != null) {
      throw new IllegalStateException("two connections with " + ours.peer());
    }
    ours.send(1);
    var unused = ours.closed().thenRun(() -> connections.remove(ours.peer(), ours));
  }
}

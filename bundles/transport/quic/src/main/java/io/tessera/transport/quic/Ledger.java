package io.tessera.transport.quic;

import io.tessera.net.transport.TransportInfo;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The connections that stand, and what there was before. Written by the event loop alone. */
final class Ledger {
  private final Set<QuicConnection> open = new HashSet<>();
  private long dialed;
  private long accepted;
  private long refused;
  private long receivedBefore;
  private long sentBefore;
  private String lastRefusal;

  synchronized void opened(QuicConnection connection) {
    open.add(connection);
    if (connection.initiator()) {
      dialed++;
    } else {
      accepted++;
    }
  }

  synchronized void closed(QuicConnection connection) {
    if (open.remove(connection)) {
      receivedBefore += connection.bytesReceived();
      sentBefore += connection.bytesSent();
    }
  }

  synchronized void refused(String line) {
    refused++;
    lastRefusal = line;
  }

  synchronized List<QuicConnection> open() {
    return List.copyOf(open);
  }

  synchronized TransportInfo info() {
    return new TransportInfo(
        open.size(),
        dialed,
        accepted,
        refused,
        receivedBefore + open.stream().mapToLong(QuicConnection::bytesReceived).sum(),
        sentBefore + open.stream().mapToLong(QuicConnection::bytesSent).sum(),
        Optional.ofNullable(lastRefusal));
  }
}

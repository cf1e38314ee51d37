package io.tessera.testing.testkit;

import io.tessera.lib.codec.PeerId;
import io.tessera.net.PeerAddress;
import io.tessera.net.transport.Connection;
import io.tessera.net.transport.ConnectionListener;
import io.tessera.net.transport.Transport;
import io.tessera.net.transport.WrongPeerException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Nodes that dial each other in memory, each dial a {@link MemoryLink} with real threads: the
 * dialer and the listener hear of it at the same time. Safe from any thread.
 */
public final class MemoryNetwork implements AutoCloseable {
  private final Map<String, Host> hosts = new ConcurrentHashMap<>();
  private final List<MemoryLink> links = new ArrayList<>();

  private final Runnable changed;

  /**
   * Nobody listens yet.
   *
   * @param changed is run when a connection was made and when one has ended
   */
  public MemoryNetwork(Runnable changed) {
    this.changed = changed;
  }

  private record Host(PeerId id, ConnectionListener listener) {}

  /** Lets a node listen at an address. */
  public void listen(PeerAddress at, PeerId id, ConnectionListener listener) {
    hosts.put(key(at), new Host(id, listener));
  }

  /** A node's way to dial the others. */
  public Transport transport(PeerId self) {
    return new Transport() {
      @Override
      public String name() {
        return "memory";
      }

      @Override
      public List<InetSocketAddress> localAddresses() {
        return List.of();
      }

      @Override
      public CompletableFuture<Connection> dial(PeerAddress address, boolean builder) {
        Host host = hosts.get(key(address));
        if (host == null) {
          return CompletableFuture.failedFuture(new IOException("nobody is at " + address));
        }
        if (!address.admits(host.id())) {
          return CompletableFuture.failedFuture(
              new WrongPeerException(address.name().orElseThrow(), host.id()));
        }
        return CompletableFuture.completedFuture(connect(self, host));
      }
    };
  }

  private Connection connect(PeerId self, Host host) {
    MemoryLink link = new MemoryLink(self, host.id());
    synchronized (links) {
      links.add(link);
    }
    var unused = link.initiator().closed().thenRun(changed);
    link.run(() -> host.listener().accepted(link.acceptor()));
    changed.run();
    return link.initiator();
  }

  /** All connections that were made, by those who dialed and in the order of the dials. */
  public List<Connection> dialed() {
    synchronized (links) {
      return links.stream().map(MemoryLink::initiator).toList();
    }
  }

  private static String key(PeerAddress address) {
    return address.host() + " " + address.port();
  }

  /** Ends all connections. */
  @Override
  public void close() {
    synchronized (links) {
      links.forEach(MemoryLink::close);
      links.clear();
    }
  }
}

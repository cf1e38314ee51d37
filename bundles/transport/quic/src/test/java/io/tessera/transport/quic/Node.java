package io.tessera.transport.quic;

import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.crypto.Ed25519KeyPair;
import io.tessera.net.NodeKey;
import io.tessera.net.PeerAddress;
import io.tessera.net.event.NodeEvent;
import io.tessera.net.transport.Connection;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A transport with a key of its own and a queue of the connections that it has accepted. */
final class Node implements AutoCloseable {
  static final Hash CHAIN = Hash.fromHex("2bf11dc5e1c7b9bbaafc2c8533017abc".repeat(2));
  static final int SECONDS = 10;

  final Ed25519KeyPair keys = Ed25519KeyPair.generate(new SecureRandom());
  final PeerId id = new PeerId(keys.publicKey());
  final LinkedBlockingQueue<Connection> accepted = new LinkedBlockingQueue<>();
  final LinkedBlockingQueue<NodeEvent> events = new LinkedBlockingQueue<>();
  final QuicTransport transport;

  Node() throws IOException {
    this(QuicSettings.listenOn("127.0.0.1", 0));
  }

  Node(QuicSettings settings) throws IOException {
    this(settings, CHAIN);
  }

  Node(QuicSettings settings, Hash chain) throws IOException {
    transport = new QuicTransport(settings, key(keys), () -> chain, accepted::add, events::add);
  }

  static NodeKey key(Ed25519KeyPair keys) {
    return new NodeKey() {
      @Override
      public PeerId id() {
        return new PeerId(keys.publicKey());
      }

      @Override
      public byte[] seed() {
        return keys.seed();
      }
    };
  }

  int port() {
    return transport.localAddresses().get(0).getPort();
  }

  PeerAddress address() {
    return address(Optional.of(id));
  }

  PeerAddress address(Optional<PeerId> expected) {
    InetSocketAddress local = transport.localAddresses().get(0);
    return new PeerAddress(local.getAddress().getHostAddress(), local.getPort(), expected);
  }

  Connection dial(Node other) throws Exception {
    return get(transport.dial(other.address(), false));
  }

  Connection next() throws InterruptedException {
    Connection connection = accepted.poll(SECONDS, TimeUnit.SECONDS);
    if (connection == null) {
      throw new AssertionError("no connection came in");
    }
    return connection;
  }

  NodeEvent event() throws InterruptedException {
    NodeEvent event = events.poll(SECONDS, TimeUnit.SECONDS);
    if (event == null) {
      throw new AssertionError("no event came");
    }
    return event;
  }

  static <T> T get(CompletableFuture<T> future)
      throws InterruptedException, ExecutionException, TimeoutException {
    return future.get(SECONDS, TimeUnit.SECONDS);
  }

  /** Why the future has failed. */
  static Throwable failure(CompletableFuture<?> future)
      throws InterruptedException, TimeoutException {
    try {
      get(future);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      return cause instanceof CompletionException ? cause.getCause() : cause;
    }
    throw new AssertionError("it has not failed");
  }

  static String reason(Connection connection) throws Exception {
    return get(connection.closed().toCompletableFuture());
  }

  @Override
  public void close() {
    transport.close();
  }
}

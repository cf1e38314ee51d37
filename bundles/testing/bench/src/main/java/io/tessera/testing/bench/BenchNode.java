package io.tessera.testing.bench;

import io.tessera.core.streams.Provider;
import io.tessera.core.streams.Settings;
import io.tessera.core.streams.StreamRuntime;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.crypto.Ed25519KeyPair;
import io.tessera.lib.crypto.ValidatorSecrets;
import io.tessera.net.NetworkIdentity;
import io.tessera.net.NodeKey;
import io.tessera.net.Peer;
import io.tessera.net.PeerAddress;
import io.tessera.net.StreamProtocol;
import io.tessera.net.event.NodeEvents;
import io.tessera.net.transport.Connection;
import io.tessera.transport.quic.QuicSettings;
import io.tessera.transport.quic.QuicTransport;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** The network half of a node without its container: the real transport and stream runtime. */
final class BenchNode implements AutoCloseable {
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final StreamRuntime runtime;
  private final QuicTransport transport;
  private final NodeKey key;

  /** A node on loopback. */
  BenchNode(int index, Hash genesis) throws Exception {
    Ed25519KeyPair pair = ValidatorSecrets.derive(ValidatorSecrets.trivialSeed(index)).ed25519();
    PeerId id = new PeerId(pair.publicKey());
    key =
        new NodeKey() {
          @Override
          public PeerId id() {
            return id;
          }

          @Override
          public byte[] seed() {
            return pair.seed();
          }
        };
    NetworkIdentity network = () -> genesis;
    runtime = new StreamRuntime(Settings.DEFAULT, System::nanoTime, timer, NodeEvents.NONE);
    transport =
        new QuicTransport(
            QuicSettings.listenOn("127.0.0.1", 0),
            key,
            network,
            connection -> attach(connection),
            NodeEvents.NONE);
  }

  private Peer attach(Connection connection) {
    Peer peer = new BenchPeer(connection, Instant.now());
    runtime.attach(peer, connection);
    return peer;
  }

  StreamRuntime runtime() {
    return runtime;
  }

  NodeKey key() {
    return key;
  }

  void serve(int kind, StreamProtocol protocol) {
    runtime.bind(kind, protocol, new Provider("bench", "1", 0, kind));
  }

  PeerAddress address() {
    return PeerAddress.of(transport.localAddresses().getFirst(), key.id());
  }

  CompletableFuture<Connection> dial(BenchNode other) {
    return transport.dial(other.address(), false);
  }

  /** Dials and hands the connection to the stream runtime. */
  Peer connect(BenchNode other) throws Exception {
    return attach(dial(other).get());
  }

  @Override
  public void close() {
    runtime.close();
    transport.close();
    timer.shutdownNow();
  }
}

package io.tessera.core.peers;

import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.crypto.Ed25519KeyPair;
import io.tessera.net.Peer;
import io.tessera.net.PeerAddress;
import io.tessera.net.PeerListener;
import io.tessera.net.event.NodeEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A manager under test with a transport, and what it told its listeners. */
final class Node {
  static final Hash GENESIS = Hash.fromHex("ab".repeat(32));
  private static final Ed25519KeyPair KEY = Ed25519KeyPair.of(new byte[32]);

  final PeerId id;
  final PeerManager manager;
  final Addresses addresses = new Addresses(List::of);
  final OwnRecord own;
  final FakeTransport transport;

  /** Where others dial it, for tests that want to know. */
  PeerAddress address;

  final List<Peer> told = new ArrayList<>();
  final List<String> reasons = new ArrayList<>();
  final List<NodeEvent> events = new ArrayList<>();

  Node(FakeNet net, int lag) {
    this(net, net.newPeer(), lag);
  }

  Node(FakeNet net, PeerId id, int lag) {
    this(net, id, KEY, lag);
  }

  /** A node that can sign what it says of itself. */
  Node(FakeNet net, Ed25519KeyPair key, int lag) {
    this(net, new PeerId(key.publicKey()), key, lag);
  }

  private Node(FakeNet net, PeerId id, Ed25519KeyPair key, int lag) {
    this.id = id;
    own = new OwnRecord(key, net.time, addresses);
    own.network(Optional.of(GENESIS));
    manager =
        new PeerManager(
            id,
            net.time.thread(net.random, lag),
            net.random,
            (peer, connection) -> {
              connection.start(null);
              ((FakeConnection) connection).send(1);
              return () -> 0;
            },
            own,
            events::add);
    transport = new FakeTransport(net, id);
    manager.configure(new Settings(50, 20, List.of()));
    manager.transportAdded(transport);
    manager.listenerAdded(
        new PeerListener() {
          @Override
          public void connected(Peer peer) {
            told.add(peer);
          }

          @Override
          public void disconnected(Peer peer, String reason) {
            if (!told.remove(peer)) {
              throw new IllegalStateException("disconnected before connected: " + peer);
            }
            reasons.add(reason);
          }
        });
  }

  void limit(int maxPeers, int builders, PeerAddress... reserved) {
    manager.configure(new Settings(maxPeers, builders, List.of(reserved)));
  }

  FakeConnection connection(PeerId peer) {
    return (FakeConnection) ((Link) manager.find(peer).orElseThrow()).connection;
  }

  List<String> lastFailures() {
    return manager.candidates().stream().map(candidate -> candidate.lastFailure()).toList();
  }
}

package io.tessera.core.peers;

import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.PeerId;
import io.tessera.net.PeerAddress;
import io.tessera.net.transport.ConnectionListener;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Nodes that can reach each other, in virtual time; every delay comes from one seed. */
final class FakeNet {
  final VirtualTime time = new VirtualTime();
  final Random random;
  final List<FakeConnection> dialed = new ArrayList<>();
  private final int maxDelay;
  private final Map<String, Host> hosts = new HashMap<>();
  private final Map<String, IOException> failures = new HashMap<>();

  /** Who answers at an address. */
  record Host(PeerId id, ConnectionListener listener) {}

  FakeNet(long seed, int maxDelayMillis) {
    random = new Random(seed);
    maxDelay = maxDelayMillis;
  }

  PeerId newPeer() {
    byte[] key = new byte[32];
    random.nextBytes(key);
    return new PeerId(Ed25519Public.wrap(key));
  }

  static PeerAddress address(int host, PeerId peer) {
    return new PeerAddress("10.0.0." + host, 30333, Optional.ofNullable(peer));
  }

  void listen(int host, PeerId id, ConnectionListener listener) {
    hosts.put("10.0.0." + host, new Host(id, listener));
  }

  /** Whoever dials the host fails in the handshake. */
  void strange(int host, IOException failure) {
    listen(host, null, null);
    failures.put("10.0.0." + host, failure);
  }

  /** Why a handshake at an address fails, if it does. */
  Optional<IOException> failure(PeerAddress address) {
    return Optional.ofNullable(failures.get(address.host()));
  }

  void silence(int host) {
    hosts.remove("10.0.0." + host);
  }

  Optional<Host> at(PeerAddress address) {
    return Optional.ofNullable(hosts.get(address.host()));
  }

  Duration delay() {
    return Duration.ofMillis(maxDelay == 0 ? 0 : random.nextInt(maxDelay));
  }

  /** Connects a peer that has no manager of its own to a listener. */
  FakeConnection accept(ConnectionListener to, PeerId from, PeerId self, boolean builder) {
    return accept(to, from, "nowhere", self, builder);
  }

  /** The same, from a host that is an IP address or has no address at all. */
  FakeConnection accept(
      ConnectionListener to, PeerId from, String host, PeerId self, boolean builder) {
    FakeConnection dialer = FakeConnection.pair(this, from, self, builder);
    new PeerAddress(host, 30333, Optional.empty())
        .literal()
        .ifPresent(ip -> dialer.other.remote = new InetSocketAddress(ip, 30333));
    dialed.add(dialer);
    to.accepted(dialer.other);
    time.settle();
    return dialer;
  }

  List<FakeConnection> open() {
    return dialed.stream().filter(end -> end.isOpen() || end.other.isOpen()).toList();
  }
}

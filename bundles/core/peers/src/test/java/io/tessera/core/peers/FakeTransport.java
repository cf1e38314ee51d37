package io.tessera.core.peers;

import io.tessera.lib.codec.PeerId;
import io.tessera.net.PeerAddress;
import io.tessera.net.transport.Connection;
import io.tessera.net.transport.Transport;
import io.tessera.net.transport.WrongPeerException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Dials in a {@link FakeNet}; nobody there is no answer at all. */
final class FakeTransport implements Transport {
  /**
   * A dial that was asked for.
   *
   * @param when at what time
   * @param address what was dialed
   */
  record Attempt(Instant when, PeerAddress address) {}

  final List<Attempt> attempts = new ArrayList<>();

  /** Added to every answer. */
  Duration slow = Duration.ZERO;

  /** Where the node listens; null when it does not say. */
  InetSocketAddress local;

  private final FakeNet net;
  private final PeerId self;

  FakeTransport(FakeNet net, PeerId self) {
    this.net = net;
    this.self = self;
  }

  @Override
  public String name() {
    return "fake";
  }

  @Override
  public List<InetSocketAddress> localAddresses() {
    return local == null ? List.of() : List.of(local);
  }

  @Override
  public CompletableFuture<Connection> dial(PeerAddress address, boolean builder) {
    attempts.add(new Attempt(net.time.instant(), address));
    CompletableFuture<Connection> result = new CompletableFuture<>();
    net.time.after(
        slow.plus(net.delay()),
        () -> net.at(address).ifPresent(host -> answer(host, address, builder, result)));
    return result;
  }

  /** The dialer's handshake is over first; the acceptor hears of it one delay later. */
  private void answer(
      FakeNet.Host host,
      PeerAddress address,
      boolean builder,
      CompletableFuture<Connection> result) {
    if (net.failure(address).isPresent()) {
      result.completeExceptionally(net.failure(address).get());
      return;
    }
    if (!address.admits(host.id())) {
      result.completeExceptionally(new WrongPeerException(address.name().orElseThrow(), host.id()));
      return;
    }
    FakeConnection dialer = FakeConnection.pair(net, self, host.id(), builder);
    net.dialed.add(dialer);
    address.literal().ifPresent(ip -> dialer.remote = new InetSocketAddress(ip, address.port()));
    if (local != null) {
      dialer.other.remote = local;
    }
    dialer.deliver(() -> result.complete(dialer));
    dialer.deliver(() -> dialer.other.deliver(() -> host.listener().accepted(dialer.other)));
  }
}

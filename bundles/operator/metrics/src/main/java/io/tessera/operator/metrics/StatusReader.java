package io.tessera.operator.metrics;

import io.tessera.chain.Chain;
import io.tessera.chain.PoolUsage;
import io.tessera.chain.SlotClock;
import io.tessera.chain.StorageUsage;
import io.tessera.chain.Sync;
import io.tessera.lib.codec.PeerId;
import io.tessera.net.Discovery;
import io.tessera.net.NodeKey;
import io.tessera.net.Peer;
import io.tessera.net.PeerStanding;
import io.tessera.net.Peers;
import io.tessera.net.Streams;
import io.tessera.net.Topology;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Asks the sources how the node is. */
final class StatusReader {
  private final Sources sources;
  private final Roles roles;
  private final RecentBlocks blocks;
  private final Health health;
  private final Components components;
  private final NodeMetrics node;
  private final String version;

  StatusReader(
      Sources sources,
      Roles roles,
      RecentBlocks blocks,
      Health health,
      Components components,
      NodeMetrics node,
      String version) {
    this.sources = sources;
    this.roles = roles;
    this.blocks = blocks;
    this.health = health;
    this.components = components;
    this.node = node;
    this.version = version;
  }

  Status read() {
    Sync sync = sources.sync;
    Streams streams = sources.protocols;
    Optional<PeerId> self = Optional.ofNullable(sources.key).map(NodeKey::id);
    List<Peer> connected = connected();
    return new Status(
        self.map(PeerId::name),
        version,
        ManagementFactory.getRuntimeMXBean().getUptime() / 1000,
        listening(),
        health.complaints(),
        Optional.ofNullable(sources.chain).map(this::chain),
        Optional.ofNullable(sync).map(Sync::status),
        connected.stream().map(peer -> line(peer, self)).toList(),
        self.map(id -> missing(id, connected)).orElse(List.of()),
        blocks.blocks(),
        sources.pools.stream()
            .sorted(Comparator.comparing(PoolUsage::pool))
            .map(pool -> new Status.PoolLine(pool.pool(), pool.size(), pool.bound()))
            .toList(),
        sources.stores.stream()
            .sorted(Comparator.comparing(StorageUsage::name))
            .map(store -> new Status.StoreLine(store.name(), store.snapshot()))
            .toList(),
        streams == null ? List.of() : streams.protocols(),
        sources.discoveries.stream()
            .sorted(Comparator.comparing(Discovery::name))
            .map(each -> new Status.DiscoveryLine(each.name(), each.status(), each.found()))
            .toList(),
        components.all().stream()
            .filter(each -> each.state() != Components.State.SATISFIED)
            .filter(each -> each.state() != Components.State.OFF)
            .sorted(Comparator.comparing(Components.Info::name))
            .toList(),
        node.errorsByBundle());
  }

  private Status.ChainLine chain(Chain chain) {
    SlotClock clock = sources.clock;
    return new Status.ChainLine(
        chain.id(),
        chain.best(),
        chain.height(),
        chain.finalized(),
        chain.leaves().size(),
        clock == null ? OptionalLong.empty() : OptionalLong.of(clock.slot()));
  }

  private List<Peer> connected() {
    Peers peers = sources.peers;
    return peers == null
        ? List.of()
        : peers.connected().stream().sorted(Comparator.comparing(Peer::since)).toList();
  }

  private Status.PeerLine line(Peer peer, Optional<PeerId> self) {
    PeerStanding standing = sources.standing;
    Topology topology = roles.topology();
    return new Status.PeerLine(
        peer.id().name(),
        peer.id().shortName(),
        text(peer.address()),
        peer.initiator(),
        roles.of(peer),
        self.map(id -> topology.neighbours(id, peer.id())).orElse(false),
        Math.max(0, Duration.between(peer.since(), Instant.now()).toSeconds()),
        peer.bytesReceived(),
        peer.bytesSent(),
        standing == null ? OptionalLong.empty() : OptionalLong.of(standing.of(peer.id())));
  }

  /** By their short names. */
  private List<String> missing(PeerId self, List<Peer> connected) {
    Topology topology = roles.topology();
    Set<PeerId> there = connected.stream().map(Peer::id).collect(Collectors.toSet());
    return Stream.of(topology.previous(), topology.current(), topology.next())
        .flatMap(List::stream)
        .distinct()
        .map(PeerId::new)
        .filter(id -> !there.contains(id) && topology.neighbours(self, id))
        .map(PeerId::shortName)
        .toList();
  }

  private List<String> listening() {
    return sources.transports.stream()
        .flatMap(
            transport ->
                transport.localAddresses().stream()
                    .map(address -> text(address) + " (" + transport.name() + ")"))
        .toList();
  }

  private static String text(InetSocketAddress address) {
    String host =
        address.isUnresolved() ? address.getHostString() : address.getAddress().getHostAddress();
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
  }
}

package io.tessera.operator.metrics;

import io.tessera.net.Discovery;
import io.tessera.net.Peer;
import io.tessera.net.PeerBook;
import io.tessera.net.PeerStanding;
import io.tessera.net.PeerStatistics;
import io.tessera.net.Peers;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Figures of peers, connections, dials and discovery. */
final class PeerMetrics {
  private final Sources sources;
  private final Roles roles;

  PeerMetrics(Sources sources, Roles roles) {
    this.sources = sources;
    this.roles = roles;
  }

  void collect(Families out) {
    Peers peers = sources.peers;
    if (peers != null) {
      connected(out, peers.connected());
    }
    PeerStatistics connections = sources.connections;
    if (connections != null) {
      connections(out, connections.snapshot());
    }
    PeerBook book = sources.book;
    if (book != null) {
      out.counter(
          "tessera_peer_records",
          "Signed peer records that were offered, by what became of them.",
          samples ->
              book.verdicts()
                  .forEach(
                      (verdict, count) -> samples.add(count, "verdict", Words.label(verdict))));
    }
    List<Discovery> discoveries = sources.discoveries;
    out.counter(
        "tessera_discovery_found",
        "Addresses that each way to find peers has found since its plugin started.",
        samples -> discoveries.forEach(each -> samples.add(each.found(), "plugin", each.name())));
  }

  private void connected(Families out, List<Peer> peers) {
    out.gauge(
        "tessera_peers",
        "Connected peers, by who dialed and by the peer's role.",
        samples -> {
          for (boolean initiator : new boolean[] {true, false}) {
            for (Roles.Role role : Roles.Role.values()) {
              long count =
                  peers.stream()
                      .filter(peer -> peer.initiator() == initiator && roles.of(peer) == role)
                      .count();
              samples.add(
                  count, "direction", initiator ? "dialed" : "accepted", "role", Words.label(role));
            }
          }
        });
    PeerStanding standing = sources.standing;
    if (standing != null) {
      Map<Standing, Long> by = new EnumMap<>(Standing.class);
      peers.forEach(peer -> by.merge(Standing.of(standing.of(peer.id())), 1L, Long::sum));
      out.gauge(
          "tessera_peers_standing",
          "Connected peers, by what this node thinks of them.",
          samples -> {
            for (Standing each : Standing.values()) {
              samples.add(by.getOrDefault(each, 0L), "standing", Words.label(each));
            }
          });
    }
  }

  /** Ranges of {@link PeerStanding#of}. */
  enum Standing {
    /** Nothing bad is known. */
    GOOD,
    /** It broke a rule lately. */
    LOWERED,
    /** It is near a ban. */
    POOR;

    static Standing of(int points) {
      return points >= PeerStanding.GOOD ? GOOD : points >= PeerStanding.GOOD / 2 ? LOWERED : POOR;
    }
  }

  private static void connections(Families out, PeerStatistics.Snapshot now) {
    out.counter(
        "tessera_connections_opened",
        "Connections that stood, by who dialed.",
        samples -> {
          samples.add(now.dialed(), "direction", "dialed");
          samples.add(now.accepted(), "direction", "accepted");
        });
    out.counter(
        "tessera_connections_refused",
        "Connections that got no seat, by the reason.",
        samples -> each(samples, "reason", PeerStatistics.Refusal.values(), now.refused()));
    out.counter(
        "tessera_connections_closed",
        "Connections that stood and have ended, by the reason.",
        samples -> each(samples, "reason", PeerStatistics.Ending.values(), now.closed()));
    out.counter(
        "tessera_connection_bytes",
        "Bytes of stream data on all connections.",
        samples -> {
          samples.add(now.bytesReceived(), "direction", "received");
          samples.add(now.bytesSent(), "direction", "sent");
        });
    out.counter(
        "tessera_dials",
        "Dials that have ended, by what became of them.",
        samples -> each(samples, "outcome", PeerStatistics.Dial.values(), now.dials()));
    out.histogram(
        "tessera_dial_handshake_seconds",
        "How long a dial took until the connection was authenticated.",
        histograms -> histograms.add(now.handshakes()));
    out.gauge("tessera_dial_addresses", "Addresses that may be dialed.", now.addresses());
    out.gauge(
        "tessera_dial_addresses_backing_off",
        "Addresses that failed last and wait for their next turn.",
        now.backingOff());
    out.gauge("tessera_peers_known", "Peers in the peer book.", now.known());
    out.gauge("tessera_peers_banned", "Peers that are banned now.", now.banned());
  }

  /** All constants, so that a series is there before its first event. */
  static <E extends Enum<E>> void each(
      Families.Samples samples, String label, E[] constants, Map<E, Long> counts) {
    for (E constant : constants) {
      samples.add(counts.getOrDefault(constant, 0L), label, Words.label(constant));
    }
  }
}

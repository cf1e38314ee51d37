package io.tessera.operator.shell;

import io.tessera.net.Peers;
import io.tessera.net.StreamStatistics;
import io.tessera.net.Streams;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;

/** What a bundle was doing when it was stopped, and what became of that. */
final class Work {
  private final StreamStatistics statistics;
  private final Peers peers;
  private final Set<Integer> kinds;
  private final Ends before;
  private final int peersBefore;
  private Ends ended = new Ends(0, 0);

  /** Streams that have ended. */
  private record Ends(long well, long failed) {}

  /** Looks at what runs now; services that are not there may be null. */
  Work(Bundle bundle, Streams streams, StreamStatistics statistics, Peers peers) {
    this.statistics = statistics;
    this.peers = peers;
    kinds =
        streams == null
            ? Set.of()
            : streams.protocols().stream()
                .filter(each -> each.bundle().equals(bundle.getSymbolicName()) && each.serving())
                .map(Streams.ProtocolInfo::kind)
                .collect(Collectors.toSet());
    before = ends();
    peersBefore = connected();
  }

  private Ends ends() {
    long well = 0;
    long failed = 0;
    for (var counts :
        statistics == null ? Set.<StreamStatistics.Counts>of() : statistics.streams()) {
      if (kinds.contains(counts.kind())) {
        well += counts.ok();
        failed += counts.faults().values().stream().mapToLong(Long::longValue).sum();
      }
    }
    return new Ends(well, failed);
  }

  private int connected() {
    return peers == null ? 0 : peers.connected().size();
  }

  /** The bundle has been stopped: no stream of its kinds is served any more. */
  void stopped() {
    Ends now = ends();
    ended = new Ends(now.well() - before.well(), now.failed() - before.failed());
  }

  /** For people. */
  void add(Facts facts) {
    if (!kinds.isEmpty() && statistics != null) {
      facts.add("streams", ended.well() + " drained, " + ended.failed() + " reset");
    }
    if (peers != null) {
      facts.add("peers", peersBefore + " before, " + connected() + " now");
    }
  }

  /** For programs. */
  Map<String, Object> values() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("streams_drained", ended.well());
    values.put("streams_reset", ended.failed());
    values.put("peers_before", peersBefore);
    values.put("peers_after", connected());
    return values;
  }
}

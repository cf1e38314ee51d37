package io.tessera.operator.metrics;

import com.fasterxml.jackson.jr.ob.JSON;
import io.tessera.chain.BlockRef;
import io.tessera.chain.Sync;
import io.tessera.net.Streams.ProtocolInfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** The status for programs, with the field names that the shell's {@code --json} has. */
final class StatusJson {
  private StatusJson() {}

  static Response answer(Status status) throws IOException {
    String json = JSON.std.asString(values(status));
    return new Response(200, "application/json", json.getBytes(StandardCharsets.UTF_8));
  }

  /** Maps, lists, strings, numbers and booleans: the writer remembers no class of this bundle. */
  static Map<String, Object> values(Status status) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("healthy", status.complaints().isEmpty());
    values.put("complaints", status.complaints());
    status.peerId().ifPresent(id -> values.put("peer_id", id));
    values.put("version", status.version());
    values.put("uptime_seconds", status.uptimeSeconds());
    values.put("listening", status.listening());
    status.chain().ifPresent(chain -> chain(values, chain));
    status.sync().ifPresent(sync -> values.put("sync", sync(sync)));
    values.put("peers", status.peers().stream().map(StatusJson::peer).toList());
    values.put("missing_neighbours", status.missing());
    values.put("recent_blocks", status.blocks().stream().map(StatusJson::block).toList());
    Map<String, Object> pools = new LinkedHashMap<>();
    status.pools().forEach(pool -> pools.put(pool.name(), pool.size()));
    values.put("pools", pools);
    values.put("stores", status.stores().stream().map(StatusJson::store).toList());
    values.put("protocols", status.protocols().stream().map(StatusJson::protocol).toList());
    values.put("discoveries", status.discoveries().stream().map(StatusJson::discovery).toList());
    values.put("components", status.troubles().stream().map(StatusJson::component).toList());
    values.put("errors", status.errors());
    return values;
  }

  private static void chain(Map<String, Object> values, Status.ChainLine chain) {
    values.put("chain", chain.id());
    block(values, "head", "slot", chain.head());
    values.put("height", chain.height());
    block(values, "finalized", "finalized_slot", chain.finalized());
    values.put("leaves", chain.leaves());
    chain.slot().ifPresent(slot -> values.put("clock_slot", slot));
  }

  private static void block(Map<String, Object> values, String hash, String slot, BlockRef block) {
    values.put(hash, block.hash().toHex());
    values.put(slot, block.slot());
  }

  private static Map<String, Object> sync(Sync.Status sync) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("mode", sync.mode());
    values.put("state", Words.plain(sync.state()));
    values.put("target_slot", sync.target().slot());
    values.put("imported", sync.imported());
    values.put("per_second", Math.round(sync.perSecond()));
    sync.progress()
        .ifPresent(
            now -> {
              values.put("phase", now.phase());
              values.put("done", now.done());
              values.put("total", now.total());
            });
    return values;
  }

  private static Map<String, Object> peer(Status.PeerLine peer) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("peer_id", peer.id());
    values.put("address", peer.address());
    values.put("initiator", peer.dialed());
    values.put("role", Words.label(peer.role()));
    values.put("neighbour", peer.neighbour());
    values.put("seconds", peer.seconds());
    values.put("bytes_received", peer.received());
    values.put("bytes_sent", peer.sent());
    peer.standing().ifPresent(standing -> values.put("standing", standing));
    return values;
  }

  private static Map<String, Object> block(RecentBlocks.Recent block) {
    Map<String, Object> values = new LinkedHashMap<>();
    block(values, "hash", "slot", block.ref());
    values.put("best", block.best());
    values.put("final", block.isFinal());
    return values;
  }

  private static Map<String, Object> store(Status.StoreLine store) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("store", store.name());
    values.put("bytes", store.usage().bytes());
    store.usage().limit().ifPresent(limit -> values.put("limit_bytes", limit));
    values.put("entries", store.usage().entries());
    return values;
  }

  private static Map<String, Object> protocol(ProtocolInfo info) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("kind", info.kind());
    values.put("name", info.name());
    values.put("bundle", info.bundle());
    values.put("version", info.version());
    values.put("serving", info.serving());
    values.put("active", info.active());
    values.put("served", info.served());
    values.put("failed", info.failed());
    info.lastFault().ifPresent(fault -> values.put("last_fault", Words.label(fault.fault())));
    return values;
  }

  private static Map<String, Object> discovery(Status.DiscoveryLine line) {
    return Map.of("name", line.name(), "status", line.status(), "found", line.found());
  }

  private static Map<String, Object> component(Components.Info info) {
    return Map.of(
        "bundle", info.bundle(),
        "name", info.name(),
        "state", Words.label(info.state()),
        "failure", info.failure());
  }
}

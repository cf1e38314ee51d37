package io.tessera.operator.metrics;

import io.tessera.chain.BlockRef;
import io.tessera.chain.Chain;
import io.tessera.chain.ChainStatistics;
import io.tessera.chain.ImportResult;
import io.tessera.chain.PoolUsage;
import io.tessera.chain.SlotClock;
import io.tessera.chain.StorageUsage;
import io.tessera.chain.Sync;
import io.tessera.chain.Unchecked;
import io.tessera.chain.VerificationStatus;
import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.net.Discovery;
import io.tessera.net.Fault;
import io.tessera.net.Histogram;
import io.tessera.net.NodeKey;
import io.tessera.net.Peer;
import io.tessera.net.PeerBook;
import io.tessera.net.PeerStanding;
import io.tessera.net.PeerStatistics;
import io.tessera.net.Peers;
import io.tessera.net.PluginErrors;
import io.tessera.net.StreamFault;
import io.tessera.net.StreamStatistics;
import io.tessera.net.Streams;
import io.tessera.net.Topology;
import io.tessera.net.transport.Transport;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.osgi.framework.dto.BundleDTO;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/** A node of which every source has something to say. */
final class StubNode {
  static final long HEAD = 4_711_320;

  final Sources sources = new Sources();
  final Roles roles = new Roles();
  final RecentBlocks blocks = new RecentBlocks();
  final FrameworkErrors errors = new FrameworkErrors();
  final RequestCounts requests = new RequestCounts();
  final AtomicLong nanos = new AtomicLong();
  final Health health = new Health(sources, blocks, nanos::get);
  final Components components = new Components(runtime(), () -> 1L);
  final NodeMetrics node = new NodeMetrics(sources, components, errors, requests, "1.2.3");

  /** A node with so many peers. */
  StubNode(int peers) {
    Topology topology = topology();
    roles.topologyChanged(topology);
    List<Peer> connected = IntStream.range(0, peers).mapToObj(StubNode::peer).toList();
    sources.key = Stub.of(NodeKey.class, Map.of("id", none -> id(100)));
    sources.peers = Stub.of(Peers.class, Map.of("connected", none -> connected));
    sources.standing =
        Stub.of(PeerStanding.class, Map.of("of", who -> who[0].equals(id(2)) ? 75 : 100));
    sources.connections = StubNode::connections;
    sources.book =
        Stub.of(
            PeerBook.class,
            Map.of(
                "verdicts", none -> Map.of(PeerBook.Verdict.NEW, 41L, PeerBook.Verdict.OLD, 2L)));
    sources.streams = StubNode::streams;
    sources.protocols = Stub.of(Streams.class, Map.of("protocols", none -> protocols()));
    sources.errors = () -> Map.of("io.example.protocol", Map.of(PluginErrors.Edge.STREAM, 3L));
    sources.chain = chain();
    sources.imports = StubNode::imports;
    sources.clock =
        new SlotClock(InstantSource.fixed(SlotClock.COMMON_ERA.plusSeconds(6 * HEAD + 8)), null, 6);
    sync(Sync.State.SYNCED, Optional.empty());
    sources.transports =
        List.of(
            Stub.of(
                Transport.class,
                Map.of(
                    "name", none -> "quic",
                    "localAddresses", none -> List.of(new InetSocketAddress("::", 30333)))));
    sources.discoveries =
        List.of(discovery("bootstrap", "rests, 7 peers", 4), discovery("dht", "table of 61", 61));
    sources.pools =
        List.of(
            pool("assurances", 6, OptionalLong.of(24)),
            pool("audits", 12, OptionalLong.empty()),
            pool("guarantees", 2, OptionalLong.of(16)),
            pool("judgments", 0, OptionalLong.empty()),
            pool("packages", 3, OptionalLong.of(64)),
            pool("preimages", 1, OptionalLong.of(1024)),
            pool("reports", 210, OptionalLong.of(262_208)),
            pool("tickets", 11, OptionalLong.of(18)));
    sources.stores =
        List.of(
            store(
                "availability",
                new StorageUsage.Snapshot(
                    2_345_678_901L,
                    OptionalLong.of(17_179_869_184L),
                    Map.of("packages", 12L, "exports", 4L, "bundle_shards", 900L))),
            store(
                "chain",
                new StorageUsage.Snapshot(
                    812_345_678L,
                    OptionalLong.empty(),
                    Map.of("blocks", 1_204_311L, "state_items", 48_112L))));
    blocks.begin(sources.chain);
    forks();
  }

  /** 32 bytes that a number stands for. */
  static byte[] bytes(int number) {
    byte[] bytes = new byte[32];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (((number + 1) * 0x9e3779b1 + i * 0x85ebca6b) >>> 24);
    }
    return bytes;
  }

  static PeerId id(int number) {
    return new PeerId(Ed25519Public.wrap(bytes(number)));
  }

  static BlockRef block(long slot, int fork) {
    return new BlockRef(Hash.wrap(bytes((int) (slot * 8 + fork))), slot);
  }

  private static Topology topology() {
    List<Ed25519Public> validators = new ArrayList<>();
    IntStream.of(0, 1, 100, 50, 3, 51, 52, 53, 54).forEach(i -> validators.add(id(i).key()));
    return new Topology(validators, validators, validators);
  }

  private static Peer peer(int i) {
    return Stub.of(
        Peer.class,
        Map.of(
            "id", none -> id(i),
            "address",
                none ->
                    new InetSocketAddress(
                        i % 3 == 2 ? "2001:db8::" + i : "192.0.2." + i, 30333 + i),
            "initiator", none -> i % 2 == 0,
            "builder", none -> i == 4,
            "since", none -> Instant.now().minusSeconds(37L * (i + 1) * (i + 1) * (i + 1)),
            "bytesReceived", none -> 1_234_567L * (i + 1),
            "bytesSent", none -> 77_001L * (i + 3)));
  }

  private static Histogram.Snapshot histogram(int... millis) {
    Histogram histogram = new Histogram();
    for (int each : millis) {
      histogram.add(Duration.ofMillis(each).toNanos());
    }
    return histogram.snapshot();
  }

  private static PeerStatistics.Snapshot connections() {
    return new PeerStatistics.Snapshot(
        12,
        9,
        Map.of(PeerStatistics.Refusal.BANNED, 2L),
        Map.of(PeerStatistics.Ending.IDLE, 5L),
        Map.of(PeerStatistics.Dial.CONNECTED, 12L, PeerStatistics.Dial.TIMEOUT, 3L),
        histogram(2, 12, 40, 20_000),
        9_876_543,
        1_234_567,
        30,
        4,
        80,
        1);
  }

  private static List<StreamStatistics.Counts> streams() {
    return List.of(
        new StreamStatistics.Counts(
            0, true, 3, 0, Map.of(Fault.DISCONNECTED, 2L), 40, 41, 9000, 9100, histogram()),
        new StreamStatistics.Counts(
            128, false, 1, 30, Map.of(Fault.MALFORMED, 2L), 30, 30, 1500, 90_000, histogram(1, 3)),
        new StreamStatistics.Counts(
            StreamStatistics.OTHER,
            false,
            0,
            0,
            Map.of(Fault.REFUSED, 9L),
            0,
            0,
            9,
            0,
            histogram()));
  }

  private static List<Streams.ProtocolInfo> protocols() {
    return List.of(
        protocol(0, "UP 0 block announcement", "up0-block-announcement", 7, 9, 1),
        protocol(128, "CE 128 block request", "ce128-block-request", 1, 30_412, 2),
        protocol(129, "CE 129 state request", "ce129-state-request", 0, 61, 0));
  }

  private static Streams.ProtocolInfo protocol(
      int kind, String name, String bundle, long active, long served, long failed) {
    return new Streams.ProtocolInfo(
        kind,
        name,
        "io.tessera.protocol." + bundle,
        "0.1.0.SNAPSHOT",
        0,
        true,
        active,
        served,
        failed,
        Optional.of(failed)
            .filter(count -> count > 1)
            .map(
                count ->
                    new StreamFault(
                        Fault.TIMEOUT,
                        "the first message has not come in time",
                        id(3),
                        Duration.ofMinutes(5))));
  }

  private static Chain chain() {
    return Stub.of(
        Chain.class,
        Map.of(
            "id", none -> "dev",
            "best", none -> block(HEAD, 0),
            "finalized", none -> block(HEAD - 7, 0),
            "height", none -> 1_204_311L,
            "leaves", none -> List.of(block(HEAD, 0), block(HEAD - 2, 1)),
            "range", none -> Optional.of(List.of()),
            "verification",
                none ->
                    new VerificationStatus(
                        9, 1, Map.of(Unchecked.PRIOR_STATE_ROOT, 1L), "assumed")));
  }

  /** Two short forks, and slots without a block. */
  private void forks() {
    List<RecentBlocksTest.Made> made = new ArrayList<>();
    BlockRef parent = block(HEAD - 32, 0);
    for (long slot = HEAD - 31; slot <= HEAD; slot++) {
      if (slot % 9 != 4) {
        made.add(new RecentBlocksTest.Made(block(slot, 0), parent.hash()));
        parent = block(slot, 0);
      }
    }
    made.add(new RecentBlocksTest.Made(block(HEAD - 3, 1), block(HEAD - 4, 0).hash()));
    made.add(new RecentBlocksTest.Made(block(HEAD - 2, 1), block(HEAD - 3, 1).hash()));
    made.add(new RecentBlocksTest.Made(block(HEAD - 14, 1), block(HEAD - 15, 0).hash()));
    blocks.imported(RecentBlocksTest.encoded(made), block(HEAD, 0), block(HEAD - 7, 0));
  }

  private static ChainStatistics.Snapshot imports() {
    return new ChainStatistics.Snapshot(
        500, Map.of(ImportResult.Reason.INVALID, 1L), histogram(3, 4, 5, 300), 2, 0);
  }

  void sync(Sync.State state, Optional<Sync.Progress> progress) {
    Sync.Status status =
        new Sync.Status(
            "full",
            state,
            block(HEAD, 0),
            block(HEAD - 7, 0),
            block(HEAD + (state == Sync.State.SYNCED ? 0 : 900), 0),
            500,
            0.2,
            progress);
    sources.sync =
        Stub.of(
            Sync.class,
            Map.of("status", none -> status, "modes", none -> List.of("fast", "full", "light")));
  }

  static Discovery discovery(String name, String status, long found) {
    return Stub.of(
        Discovery.class,
        Map.of("name", none -> name, "status", none -> status, "found", none -> found));
  }

  static PoolUsage pool(String name, int size, OptionalLong bound) {
    return Stub.of(
        PoolUsage.class,
        Map.of("pool", none -> name, "size", none -> size, "bound", none -> bound));
  }

  private static StorageUsage store(String name, StorageUsage.Snapshot usage) {
    return Stub.of(StorageUsage.class, Map.of("name", none -> name, "snapshot", none -> usage));
  }

  private static ServiceComponentRuntime runtime() {
    List<ComponentDescriptionDTO> all =
        List.of(
            component("io.tessera.core.chain", "chain"),
            component("io.tessera.protocol.ce128-block-request", "ce128"),
            component("io.example.protocol", "example"));
    Map<String, Integer> states =
        Map.of(
            "chain", ComponentConfigurationDTO.ACTIVE,
            "ce128", ComponentConfigurationDTO.UNSATISFIED_REFERENCE,
            "example", ComponentConfigurationDTO.FAILED_ACTIVATION);
    return Stub.of(
        ServiceComponentRuntime.class,
        Map.of(
            "getComponentDescriptionDTOs", bundles -> all,
            "getComponentConfigurationDTOs",
                of -> {
                  ComponentConfigurationDTO dto = new ComponentConfigurationDTO();
                  dto.state = states.get(((ComponentDescriptionDTO) of[0]).name);
                  dto.failure = "java.lang.IllegalStateException: no\n\tat somewhere";
                  return List.of(dto);
                }));
  }

  private static ComponentDescriptionDTO component(String bundle, String name) {
    ComponentDescriptionDTO dto = new ComponentDescriptionDTO();
    dto.bundle = new BundleDTO();
    dto.bundle.symbolicName = bundle;
    dto.name = name;
    return dto;
  }

  List<Consumer<Families>> figures() {
    return List.of(
        node::collect,
        new PeerMetrics(sources, roles)::collect,
        new StreamMetrics(sources)::collect,
        new ChainMetrics(sources)::collect,
        new JvmMetrics()::collect);
  }

  Status status() {
    return new StatusReader(sources, roles, blocks, health, components, node, "1.2.3").read();
  }

  Pages pages() {
    StatusReader reader =
        new StatusReader(sources, roles, blocks, health, components, node, "1.2.3");
    return new Pages(
        sources, new Scrape(figures()), reader, blocks, health, new HostNames(), requests);
  }
}

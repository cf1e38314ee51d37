package io.tessera.operator.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.chain.PreimagePool;
import io.tessera.chain.Sync;
import io.tessera.chain.SyncMode;
import io.tessera.lib.codec.Hash;
import io.tessera.net.Discovery;
import io.tessera.net.Fault;
import io.tessera.net.Peer;
import io.tessera.net.PeerAddress;
import io.tessera.net.PeerBook;
import io.tessera.net.Peers;
import io.tessera.net.StreamFault;
import io.tessera.net.StreamStatistics;
import io.tessera.net.Streams;
import io.tessera.net.Streams.ProtocolInfo;
import io.tessera.net.transport.Transport;
import io.tessera.net.transport.TransportInfo;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.felix.service.command.CommandSession;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.Version;

/** Every table, with the longest that may come, on terminals of some widths. */
class TablesTest {
  private static final String LONG = "no answer from anybody for a reason that takes long to tell";
  private static final InetSocketAddress V6 = address("fd00:1111:2222:3333:4444:5555:6666:7777");

  private final Map<Class<?>, ServiceReference<?>> references = new HashMap<>();
  private final Diagnosis diagnosis = Fixtures.diagnosis();
  private final Plugins plugins = new Plugins(context(), diagnosis);
  private final Watch watch = new Watch();

  private static InetSocketAddress address(String host) {
    try {
      return new InetSocketAddress(InetAddress.getByName(host), 40_000);
    } catch (java.net.UnknownHostException e) {
      throw new IllegalArgumentException(host, e);
    }
  }

  private BundleContext context() {
    Map<Class<?>, String> names =
        Map.of(
            Discovery.class, "io.tessera.discovery.validators",
            Transport.class, "io.tessera.transport.quic",
            SyncMode.class, "io.tessera.sync.full");
    names.forEach((type, name) -> references.put(type, reference(name)));
    return Stub.of(
        BundleContext.class,
        Map.of(
            "getBundles", none -> new Bundle[0],
            "getServiceReferences",
                type ->
                    references.entrySet().stream()
                        .filter(each -> each.getKey().getName().equals(type[0]))
                        .map(Map.Entry::getValue)
                        .toArray(ServiceReference<?>[]::new)));
  }

  private static ServiceReference<?> reference(String name) {
    Bundle bundle =
        Stub.of(
            Bundle.class,
            Map.of(
                "getSymbolicName", none -> name,
                "getVersion", none -> new Version("0.1.0.SNAPSHOT")));
    Map<String, Object> properties = Map.of("service.ranking", 12_345, SyncMode.PROPERTY, "full");
    return Stub.of(
        ServiceReference.class,
        Map.of("getBundle", none -> bundle, "getProperty", key -> properties.get(key[0])));
  }

  /** No line is longer than the terminal, headings are whole, and these numbers are whole. */
  private static void assertFits(int width, String text, String... whole) {
    assertTrue(text.lines().allMatch(line -> line.length() <= width), text);
    assertFalse(text.lines().findFirst().orElseThrow().contains("…"), text);
    for (String each : whole) {
      assertTrue(text.contains(each), each + " in " + text);
    }
  }

  /** What an option like this prints is one line of JSON. */
  private static void assertJson(String json, String... parts) {
    assertEquals(1, json.lines().count(), json);
    assertTrue(json.matches("[\\[{].*[\\]}]"), json);
    assertFalse(json.matches(".*\"[a-z]*[A-Z][a-zA-Z]*\":.*"), "snake_case: " + json);
    for (String part : parts) {
      assertTrue(json.contains(part), part + " in " + json);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {60, 80, 120})
  void peersAndAddresses(int width) throws Exception {
    PeerCommands command = new PeerCommands(diagnosis, watch);
    Peer peer =
        Stub.of(
            Peer.class,
            Map.of(
                "id", none -> Fixtures.peerId(1),
                "address", none -> V6,
                "initiator", none -> false,
                "builder", none -> true,
                "since", none -> Instant.now().minus(Duration.ofHours(51)),
                "bytesReceived", none -> 123_400_000L,
                "bytesSent", none -> 567_800_000L));
    var failing =
        new Peers.Candidate(PeerAddress.parse("203.0.113.77:40000"), "validators", 1234, LONG);
    command.peers =
        Stub.of(
            Peers.class,
            Map.of("connected", none -> List.of(peer), "candidates", none -> List.of(failing)));
    command.standing = Stub.of(io.tessera.net.PeerStanding.class, Map.of("of", one -> -100));
    CommandSession session = Fixtures.session(width);
    String text = command.peers(session, "--all");
    assertFits(width, text, "ebaaaaaaa", "2d 3h", "-100", "203.0.113.77:40000", "1234");
    assertTrue(text.contains("123.4 MB"), text);
    assertEquals(width >= 120, text.contains("them, builder"), text);
    assertJson(command.peers(session, "--all", "--json"), "\"candidates\":[{\"address\":");
    var entry =
        new PeerBook.Entry(
            Fixtures.peerId(2),
            List.of(PeerAddress.parse("203.0.113.77:40000")),
            Set.of("exchange", "validators", "bootstrap"),
            Optional.of(Instant.now().minusSeconds(7)),
            99,
            -55,
            Optional.of(Instant.now().plus(Duration.ofMinutes(59))));
    command.book = Stub.of(PeerBook.class, Map.of("entries", none -> List.of(entry)));
    assertFits(width, command.peers(session, "--book"), "203.0.113.77:40000", "7s", "58m 59s");
    assertJson(command.peers(session, "--book", "--json"), "\"standing\":-55");
  }

  @ParameterizedTest
  @ValueSource(ints = {60, 80, 120})
  void protocols(int width) throws Exception {
    ProtocolsCommand command = new ProtocolsCommand(diagnosis, plugins, watch);
    StreamFault fault =
        new StreamFault(Fault.MALFORMED, LONG, Fixtures.peerId(1), Duration.ofSeconds(65));
    List<ProtocolInfo> infos = new ArrayList<>();
    for (boolean serving : List.of(true, false)) {
      infos.add(
          new ProtocolInfo(
              146,
              "CE 146 work-package bundle submission",
              "io.tessera.protocol.ce146-work-package-bundle-submission",
              "0.1.0.SNAPSHOT",
              serving ? 100 : 0,
              serving,
              17,
              123_456,
              7_890,
              Optional.of(fault)));
    }
    command.streams = Stub.of(Streams.class, Map.of("protocols", none -> infos));
    command.statistics =
        () ->
            List.of(
                counts(146, true, 1_500_000), counts(146, false, 500_000), counts(147, true, 77));
    CommandSession session = Fixtures.session(width);
    String text = command.protocols(session);
    assertFits(width, text, "146", "serves", "outranked", "17", "123456", "7890");
    assertEquals(width >= 80, text.contains("2.0 MB"), text);
    assertJson(
        command.protocols(session, "--json"),
        "\"bytes_received\":2000000,\"bytes_sent\":4000000,\"last_fault\":{\"fault\":\"malformed\"",
        "\"version\":\"0.1.0.SNAPSHOT\",\"state\":\"outranked\",\"ranking\":0");
  }

  private static StreamStatistics.Counts counts(int kind, boolean initiator, long bytes) {
    return new StreamStatistics.Counts(
        kind, initiator, 0, 0, Map.of(), 0, 0, bytes, 2 * bytes, null);
  }

  @ParameterizedTest
  @ValueSource(ints = {60, 80, 120})
  void discovery(int width) throws Exception {
    DiscoveryCommand command = new DiscoveryCommand(plugins, watch);
    Discovery validators =
        Stub.of(
            Discovery.class,
            Map.of(
                "name", none -> "validators",
                "found", none -> 1_023L,
                "status", none -> "1023 addresses, " + LONG));
    command.bindDiscovery(validators, discoveryReference());
    var failing = new Peers.Candidate(PeerAddress.parse("10.0.0.1:5"), "validators", 2, LONG);
    command.peers = Stub.of(Peers.class, Map.of("candidates", none -> List.of(failing)));
    CommandSession session = Fixtures.session(width);
    assertFits(width, command.discovery(session), "validators", "1023", "active");
    assertJson(
        command.discovery(session, "--json"),
        "\"found\":1023,\"known\":1,\"failing\":1,\"last_failure\":\"10.0.0.1:5: " + LONG);
  }

  @SuppressWarnings("unchecked")
  private ServiceReference<Discovery> discoveryReference() {
    return (ServiceReference<Discovery>) references.get(Discovery.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {60, 80, 120})
  @SuppressWarnings("unchecked")
  void transport(int width) throws Exception {
    TransportCommand command = new TransportCommand(plugins, watch);
    TransportInfo info =
        new TransportInfo(49, 1_234, 5_678, 91, 77_000_000, 88_000_000, Optional.of(LONG));
    Transport quic =
        Stub.of(
            Transport.class,
            Map.of(
                "name", none -> "quic",
                "localAddresses", none -> List.of(V6),
                "info", none -> info));
    command.bindTransport(quic, (ServiceReference<Transport>) references.get(Transport.class));
    CommandSession session = Fixtures.session(width);
    assertFits(width, command.transport(session), "quic", "active", " 49 ", "91");
    assertJson(
        command.transport(session, "--json"),
        "\"connections\":49,\"dialed\":1234,\"accepted\":5678,\"refused\":91");
  }

  @ParameterizedTest
  @ValueSource(ints = {60, 80, 120})
  void syncModes(int width) throws Exception {
    SyncCommand command = new SyncCommand(diagnosis, plugins, watch);
    command.sync =
        Stub.of(
            Sync.class,
            Map.of(
                "status", none -> Fixtures.status(Sync.State.SYNCING),
                "failures", mode -> new Sync.ModeFailures(321, LONG)));
    CommandSession session = Fixtures.session(width);
    assertFits(width, command.sync(session), "full", "runs", "321");
    assertJson(
        command.sync(session, "--json"),
        "\"modes\":[{\"name\":\"full\",\"bundle\":\"io.tessera.sync.full\"",
        "\"state\":\"runs\",\"ranking\":12345,\"failures\":321");
  }

  @ParameterizedTest
  @ValueSource(ints = {60, 80, 120})
  void chainStatusPoolsAndPreimages(int width) throws Exception {
    CommandSession session = Fixtures.session(width);
    ChainCommands chain = new ChainCommands(diagnosis);
    chain.chain = Fixtures.chain(7);
    assertFits(width, chain.chain(session, "--last", "3"), "14", "300 B");
    assertJson(chain.chain(session, "--last", "3", "--json"), "\"slot\":14,\"height\":7");
    assertFits(width, chain.chain(session));
    StatusCommand status = new StatusCommand(diagnosis, watch);
    status.chain = chain.chain;
    assertFits(width, status.status(session));
    PoolsCommand pools = new PoolsCommand(watch);
    pools.assurances = Stub.of(io.tessera.work.AssurancePool.class, Map.of("size", none -> 6));
    assertFits(width, pools.pools(session), "6");
    PreimageCommand preimage = new PreimageCommand(diagnosis);
    var request = new PreimagePool.Request(4_294_967_295L, Hash.ZERO, 32 << 20);
    preimage.pool = Stub.of(PreimagePool.class, Map.of("held", none -> List.of(request)));
    assertFits(width, preimage.preimage(session), "4294967295", "33.6 MB");
  }

  /** Whatever the width is, numbers are whole; and a terminal may say nonsense. */
  @ParameterizedTest
  @ValueSource(strings = {"20", "21", "35", "0", "-1", "wide", ""})
  void narrowOnesAndNonsense(String columns) {
    int width = Screen.width(Fixtures.session(columns));
    Table table =
        new Table(
                Column.text("NAME"),
                Column.number("COUNT"),
                Column.text("A LONG HEADING").expendable(1),
                Column.text("WHY").atLeast(20))
            .row("something long", 1_234_567, "x".repeat(50), "y".repeat(50));
    String text = table.text(width);
    assertTrue(text.lines().allMatch(line -> line.length() <= width), text);
    assertTrue(text.contains("1234567"), text);
    assertEquals(columns.matches("\\d+") && !columns.equals("0") ? columns : "100", "" + width);
  }
}

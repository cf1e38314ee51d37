package io.tessera.testing.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;

/** The figures and the page of a node that has synced from another one. */
class MetricsIT {
  private static final String METRICS = "io.tessera.operator.metrics";
  private static final Path TRACE = Paths.trace("safrole");
  private static final Path CHAIN = TRACE.resolve("genesis.bin");

  private final int port = freePort();

  @Test
  void isSwitchedOnAndOffAndShowsWhatTheNodeDoes(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("node.json");
    try (NodeUnderTest other =
        NodeUnderTest.start(NodeUnderTest.Setup.of(folder.resolve("a"), CHAIN))) {
      other.importBlocks(TRACE);
      configure(file, other.address(), false);
      try (NodeUnderTest node =
          NodeUnderTest.start(
              NodeUnderTest.Setup.of(folder.resolve("b"), CHAIN).withConfig(file).withShell())) {
        Wait.until("the sync", node.synced());
        assertNothingIsLeft();

        Served served = new Served(node);
        configure(file, other.address(), true);
        served.awaitUp();
        figures(node);
        page(node, other);
        swaps(node, folder, served);

        configure(file, other.address(), false);
        served.awaitDown();
        assertNothingIsLeft();
        served.close();
      }
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The whole file at once, as an editor would. */
  private void configure(Path file, String peer, boolean enabled) throws IOException {
    Map<String, Object> network =
        Map.of(
            "listening_address",
            "127.0.0.1",
            "listening_port",
            0,
            "bootstrap_nodes",
            List.of(peer));
    Map<String, Object> all =
        Map.of(
            "network_config",
            network,
            "chain_spec",
            CHAIN.toString(),
            "plugins",
            Map.of(METRICS, Map.of("enabled", enabled, "port", port)));
    Path next = Files.writeString(file.resolveSibling("next.json"), JSON.std.asString(all));
    Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Whether the server is there, by a service that its component registers as long as it is. */
  private static final class Served extends ServiceTracker<Object, Object> {
    private CompletableFuture<Void> up = new CompletableFuture<>();
    private CompletableFuture<Void> down = new CompletableFuture<>();

    Served(NodeUnderTest node) throws InvalidSyntaxException {
      super(
          node.context(),
          node.context()
              .createFilter(
                  "(&(objectClass=io.tessera.net.TopologyListener)(service.bundleid="
                      + node.bundle(METRICS).getBundleId()
                      + "))"),
          null);
      open(true);
    }

    @Override
    public synchronized Object addingService(ServiceReference<Object> reference) {
      down = new CompletableFuture<>();
      up.complete(null);
      return reference;
    }

    @Override
    public synchronized void removedService(ServiceReference<Object> reference, Object service) {
      up = new CompletableFuture<>();
      down.complete(null);
    }

    private synchronized CompletableFuture<Void> state(boolean wanted) {
      return wanted ? up : down;
    }

    void awaitUp() throws InterruptedException {
      Wait.until("the server", state(true));
    }

    void awaitDown() throws InterruptedException {
      Wait.until("the end of the server", state(false));
    }
  }

  private String get(String path) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
    connection.setReadTimeout((int) Wait.DEADLINE.toMillis());
    try (InputStream in = connection.getInputStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private void assertNothingIsLeft() {
    assertThrows(ConnectException.class, () -> get("/"));
    assertEquals(
        List.of(),
        Thread.getAllStackTraces().keySet().stream()
            .map(Thread::getName)
            .filter(name -> name.startsWith("tessera-http"))
            .toList());
  }

  private void figures(NodeUnderTest node) throws Exception {
    String text = get("/metrics");
    Map<String, Object> status = node.json("tessera:status");
    assertEquals(status.get("slot"), (int) value(text, "tessera_chain_head_slot"));
    assertEquals(100, (int) value(text, "tessera_chain_head_slot"));
    assertEquals(status.get("finalized_slot"), (int) value(text, "tessera_chain_finalized_slot"));
    assertEquals(100, (int) value(text, "tessera_chain_blocks_imported_total"));
    assertEquals(1, sum(text, "tessera_peers\\{.*"));
    assertEquals(1, sum(text, "tessera_connections_opened_total\\{.*"));
    assertTrue(sum(text, "tessera_dial_handshake_seconds_count") >= 1, "who dialed");
    String blocks = "tessera_streams_total\\{kind=\"128\",outcome=\"ok\",side=\"initiator\"}";
    assertTrue(sum(text, blocks) >= 1, "it asked for blocks");
    assertEquals(
        sum(text, blocks), sum(text, "tessera_stream_seconds_count\\{kind=\"128\",side=\"init.*"));
    String bytes = "tessera_stream_bytes_total\\{direction=\"received\",kind=\"128\",side=\"init.*";
    assertTrue(sum(text, bytes) > 20_000, "and got them");
    assertEquals(
        sum(text, "tessera_stream_bytes_total\\{direction=\"received\".*"),
        sum(text, "tessera_connection_bytes_total\\{direction=\"received\".*"),
        2_000, // what came while the figures were gathered
        "streams are all that there is on connections");
    assertEquals(1, sum(text, "tessera_streams_active\\{kind=\"0\".*"), "UP 0");
    assertEquals(8, text.split("tessera_pool_size\\{", -1).length - 1, "pools");
    assertTrue(value(text, "tessera_store_bytes\\{store=\"chain\"}") > 0);
    assertEquals(1, sum(text, "tessera_sync_state\\{state=\"synced\"}"));
    assertEquals(0, sum(text, "tessera_components\\{.*state=\"failed\"}"));
    assertEquals(0, sum(text, "tessera_plugin_errors_total.*"));
    described(text);
  }

  private static double value(String text, String name) {
    Matcher line = Pattern.compile("(?m)^" + name + " (.*)$").matcher(text);
    assertTrue(line.find(), () -> name + " is not in\n" + text);
    return Double.parseDouble(line.group(1));
  }

  private static double sum(String text, String name) {
    Matcher line = Pattern.compile("(?m)^" + name + " (\\S+)$").matcher(text);
    double sum = 0;
    while (line.find()) {
      sum += Double.parseDouble(line.group(1));
    }
    return sum;
  }

  /** What a real node exposes is in the document's table. */
  private static void described(String text) throws IOException {
    String document = Files.readString(Paths.root().resolve("docs/operations.md"));
    Set<String> unknown = new TreeSet<>();
    Matcher type = Pattern.compile("(?m)^# TYPE (\\S+) ").matcher(text);
    int families = 0;
    while (type.find()) {
      families++;
      if (!document.contains("| `" + type.group(1) + "` |")) {
        unknown.add(type.group(1));
      }
    }
    assertEquals(Set.of(), unknown);
    assertTrue(families > 50, families + " families");
  }

  private void page(NodeUnderTest node, NodeUnderTest other) throws Exception {
    String peer = other.json("tessera:status").get("peer_id").toString();
    String page = get("/");
    assertTrue(page.contains(peer) && page.contains("CE 128 block request"), page);
    assertEquals(32, page.split("<rect class=\"block", -1).length - 1, "the last 32 slots");
    Map<String, Object> json = JSON.std.mapFrom(get("/status.json"));
    assertEquals(node.json("tessera:status").get("peer_id"), json.get("peer_id"));
    assertEquals(peer, ((Map<?, ?>) ((List<?>) json.get("peers")).getFirst()).get("peer_id"));
    assertEquals("healthy\n", get("/healthz"));
  }

  /** Stopped under a request that waits, updated twice; nothing of the first is left. */
  private void swaps(NodeUnderTest node, Path folder, Served served) throws Exception {
    Swap swap = new Swap(node, METRICS);
    swap.run(folder, this::assertNothingIsLeft);
    get("/metrics");
    Loader old = swap.loader();
    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
      client.getOutputStream().write("GET / HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII));
      swap.run(folder, this::assertNothingIsLeft);
    }
    served.awaitUp();
    assertTrue(get("/").contains("healthy"));
    old.assertCollected();
  }
}

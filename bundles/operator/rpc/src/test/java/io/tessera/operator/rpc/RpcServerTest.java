package io.tessera.operator.rpc;

import static io.tessera.operator.rpc.Bed.block;
import static io.tessera.operator.rpc.Bed.request;
import static io.tessera.operator.rpc.Bed.result;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.chain.Origin;
import io.tessera.lib.codec.state.StateComponent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The door itself: who comes in, how much, how slowly, and what is left afterwards. */
class RpcServerTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  /** RFC 6455, section 1.3, with its key. */
  private static final String UPGRADE =
      String.join(
          "\r\n",
          "GET / HTTP/1.1",
          "Host: x",
          "Upgrade: websocket",
          "Connection: Upgrade",
          "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
          "Sec-WebSocket-Version: 13",
          "");

  private final Bed bed = new Bed();
  private final HttpClient http = HttpClient.newHttpClient();
  private RpcServer server;

  @AfterEach
  void close() {
    server.close();
    http.shutdownNow();
    bed.close();
  }

  private InetSocketAddress open(Limits limits) throws IOException {
    server = new RpcServer(limits, new Dispatcher(bed.methods, limits.batch()), bed.workers);
    server.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    return server.address();
  }

  private InetSocketAddress open() throws IOException {
    return open(Bed.LIMITS);
  }

  private static Limits limits(Duration slow, Duration ping, String... origins) {
    return new Limits(2, 64 * 1024, 2, 4, 3, slow, ping, List.of(origins));
  }

  @Test
  void requestsAndSubscriptions() throws Exception {
    Tool tool = Tool.connect(http, open());
    assertEquals(result(block(bed.head())), tool.ask(request("bestBlock")));
    assertEquals(result("1"), tool.ask(request("subscribeBestBlock")));
    assertTrue(tool.next().contains(block(bed.head())));
    var next = bed.builder.child(bed.head().ref(), 7);
    bed.chain.importBlocks(List.of(next), Origin.FILE);
    server.changed();
    assertTrue(tool.next().contains(block(next)));
    tool.socket().sendText("{\"jsonrpc\":\"2.0\",\"id\":1,", false).join();
    tool.socket().sendText("\"method\":\"bestBlock\"}", true).join();
    assertEquals(result(block(next)), tool.next(), "in two frames");
    tool.socket().sendClose(1000, "bye").join();
    assertEquals(1000, tool.closed());
  }

  @Test
  void aWebPageIsRefusedUnlessItIsAllowed() throws Exception {
    InetSocketAddress address = open(limits(LONG, LONG, "https://tool.example"));
    assertEquals("HTTP/1.1 403 Forbidden", upgrade(address, "Origin: https://evil.example"));
    assertEquals("HTTP/1.1 403 Forbidden", upgrade(address, "Origin: null"));
    assertEquals(
        "HTTP/1.1 403 Forbidden",
        upgrade(address, "Origin: https://tool.example\r\nOrigin: https://evil.example"));
    assertEquals(
        "HTTP/1.1 101 Switching Protocols", upgrade(address, "Origin: https://tool.example"));
    assertEquals("HTTP/1.1 101 Switching Protocols", upgrade(address, "X-Other: 1"));
  }

  @Test
  void byDefaultNoWebPageIsAllowed() throws Exception {
    assertEquals("HTTP/1.1 403 Forbidden", upgrade(open(), "Origin: http://127.0.0.1:19800"));
  }

  @Test
  void onlyAWebSocketBegins() throws Exception {
    InetSocketAddress address = open();
    HttpResponse<String> plain =
        http.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + address.getPort() + "/"))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertEquals(426, plain.statusCode());
    assertTrue(plain.body().contains("JIP-2"), plain.body());
    assertEquals("HTTP/1.1 404 Not Found", first(address, "GET /other HTTP/1.1\r\n\r\n"));
    String line = "X".repeat(10_000);
    assertEquals("HTTP/1.1 400 Bad Request", first(address, "GET /" + line + " HTTP/1.1\r\n\r\n"));
    assertEquals(
        "HTTP/1.1 400 Bad Request", first(address, "GET / HTTP/1.1\r\nX: " + line + "\r\n\r\n"));
    String body = "POST / HTTP/1.1\r\nContent-Length: 9999999\r\n\r\n";
    assertEquals("HTTP/1.1 413 Request Entity Too Large", first(address, body));
  }

  @Test
  void messagesAreText() throws Exception {
    InetSocketAddress address = open();
    Tool binary = Tool.connect(http, address);
    binary.socket().sendBinary(ByteBuffer.wrap(new byte[] {'{', '}'}), true).join();
    assertEquals(1003, binary.closed());
    Tool large = Tool.connect(http, address);
    var unused = large.socket().sendText("x".repeat(70_000), true);
    assertEquals(1009, large.closed());
    Tool parts = Tool.connect(http, address);
    for (int i = 0; i < 3; i++) {
      parts.socket().sendText("x".repeat(30_000), false).join();
    }
    assertEquals(1009, parts.closed(), "more in several frames than in one");
    try (Socket unmasked = new Socket(address.getAddress(), address.getPort())) {
      assertEquals("HTTP/1.1 101 Switching Protocols", upgrade(unmasked));
      unmasked.getOutputStream().write(new byte[] {(byte) 0x81, 2, '{', '}'});
      assertEquals(1002, closeStatus(unmasked), "clients mask (RFC 6455, section 5.1)");
    }
    Tool garbage = Tool.connect(http, address);
    assertTrue(garbage.ask("garbage").contains("-32700"));
    assertEquals(result(block(bed.head())), garbage.ask(request("bestBlock")), "goes on");
  }

  @Test
  void connectionsAreCounted() throws Exception {
    InetSocketAddress address = open(limits(LONG, LONG));
    Tool first = Tool.connect(http, address);
    Tool second = Tool.connect(http, address);
    assertThrows(CompletionException.class, () -> Tool.connect(http, address));
    assertEquals(result(block(bed.head())), second.ask(request("bestBlock")));
    first.socket().abort();
    await(() -> server.connections() == 1);
    assertEquals(result(block(bed.head())), Tool.connect(http, address).ask(request("bestBlock")));
  }

  /** The status in the close frame that comes next; what its reader has read already is lost. */
  private static int closeStatus(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    int next = in.read();
    while (next >= 0 && next != 0x88) {
      next = in.read();
    }
    in.read(); // the length
    return in.read() << 8 | in.read();
  }

  /** What only the server's own count tells. */
  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + LONG.toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, "within " + LONG);
      Thread.onSpinWait();
    }
  }

  /** Who writes nothing, or a header for ever, is given up, as is who answers no ping. */
  @Test
  void silenceEndsAConnection() throws Exception {
    InetSocketAddress address = open(limits(LONG, Duration.ofMillis(200)));
    try (Socket silent = new Socket(address.getAddress(), address.getPort());
        Socket deaf = new Socket(address.getAddress(), address.getPort())) {
      silent.setSoTimeout(20_000);
      silent.getOutputStream().write("GET / HTTP/1.1\r\nX-Slow".getBytes(StandardCharsets.UTF_8));
      assertEquals("HTTP/1.1 101 Switching Protocols", upgrade(deaf));
      assertEquals(-1, silent.getInputStream().read(), "no upgrade within the time");
      deaf.setSoTimeout(20_000);
      int last = 0;
      int bytes = 0;
      for (int next = 0; next >= 0; next = deaf.getInputStream().read()) {
        last = next == 0x89 ? next : last;
        assertTrue(++bytes < 100, "is not pinged for ever");
      }
      assertEquals(0x89, last, "was pinged before");
    }
    Tool alive = Tool.connect(http, address);
    assertEquals("ping", alive.next());
    assertEquals("ping", alive.next());
    assertEquals("ping", alive.next(), "answers, and stays");
  }

  /** Its answers are worth more than the sockets hold. */
  @Test
  void whoReadsNothingIsDropped() throws Exception {
    String large = "ff".repeat(1 << 20);
    bed.know(bed.head(), Bed.with(bed.state(), StateComponent.STATISTICS.key(), large));
    InetSocketAddress address = open(limits(Duration.ofMillis(300), LONG));
    Tool slow = Tool.connect(http, address, false);
    for (int i = 0; i < 12; i++) {
      slow.send(request("statistics", Bed.base64(bed.head().hash())));
    }
    await(() -> server.connections() == 0);
    Tool other = Tool.connect(http, address);
    assertEquals(result(block(bed.head())), other.ask(request("bestBlock")));
  }

  @Test
  void closingSaysGoodbyeAndLeavesNoThread() throws Exception {
    InetSocketAddress address = open();
    Tool tool = Tool.connect(http, address);
    tool.ask(request("subscribeBestBlock"));
    try (Socket unfinished = new Socket(address.getAddress(), address.getPort())) {
      unfinished.setSoTimeout(20_000);
      await(() -> server.connections() == 2);
      server.close();
      assertEquals(1001, tool.closed());
      assertEquals(-1, unfinished.getInputStream().read());
    }
    assertFalse(
        Thread.getAllStackTraces().keySet().stream()
            .anyMatch(thread -> thread.getName().startsWith("tessera-rpc")));
    assertEquals(0, server.connections());
    assertThrows(IOException.class, () -> new Socket(address.getAddress(), address.getPort()));
  }

  @Test
  void aPortInUseIsSaid() throws Exception {
    InetSocketAddress address = open();
    RpcServer second = new RpcServer(Bed.LIMITS, bed.dispatcher, bed.workers);
    IOException failure = assertThrows(IOException.class, () -> second.open(address));
    assertTrue(failure.getMessage().contains("in use"), failure.getMessage());
  }

  private static String upgrade(InetSocketAddress address, String header) throws IOException {
    return first(address, UPGRADE + header + "\r\n\r\n");
  }

  private static String upgrade(Socket socket) throws IOException {
    return first(socket, UPGRADE + "\r\n");
  }

  /** The first line of the answer; null when there is none. */
  private static String first(InetSocketAddress address, String request) throws IOException {
    try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
      return first(socket, request);
    }
  }

  private static String first(Socket socket, String request) throws IOException {
    socket.setSoTimeout(20_000);
    try {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      return new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
          .readLine();
    } catch (IOException reset) {
      return null;
    }
  }
}

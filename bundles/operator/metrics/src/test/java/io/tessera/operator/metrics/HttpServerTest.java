package io.tessera.operator.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The server on loopback, with clients that mean ill. */
@Timeout(30)
class HttpServerTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(200);

  private final AtomicInteger refused = new AtomicInteger();

  private HttpServer server(Function<Request, Response> pages, Duration limit) throws IOException {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return new HttpServer(any, pages, refused::incrementAndGet, StatusPage.POLICY, limit);
  }

  private static Socket connect(HttpServer server, String request) throws IOException {
    Socket socket = new Socket(server.address().getAddress(), server.address().getPort());
    socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
    return socket;
  }

  private static String ask(HttpServer server, String request) throws IOException {
    try (Socket socket = connect(server, request)) {
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String get(HttpServer server, String path) throws IOException {
    return ask(server, "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
  }

  @Test
  void answersWithTheFieldsThatKeepBrowsersSafe() throws IOException {
    StubNode node = new StubNode(1);
    try (HttpServer server = server(node.pages(), LONG)) {
      String page = get(server, "/");
      assertTrue(page.startsWith("HTTP/1.1 200 OK\r\n"), page);
      for (String field :
          List.of(
              "Content-Security-Policy: default-src 'none'; style-src 'sha256-",
              "X-Content-Type-Options: nosniff\r\n",
              "Cache-Control: no-store\r\n",
              "Connection: close\r\n",
              "Content-Type: text/html; charset=utf-8\r\n")) {
        assertTrue(page.contains(field), field);
      }
      String head = ask(server, "HEAD /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n");
      assertTrue(head.endsWith("\r\n\r\n") && !head.contains("Content-Length: 0"), head);
      assertTrue(get(server, "/healthz").endsWith("\r\n\r\nhealthy\n"));
      node.sources.transports = List.of();
      assertTrue(get(server, "/healthz").startsWith("HTTP/1.1 503 "));
      assertTrue(get(server, "/../etc/passwd").startsWith("HTTP/1.1 404 "));
      String posted = ask(server, "POST / HTTP/1.1\r\nHost: localhost\r\n\r\n");
      assertTrue(posted.startsWith("HTTP/1.1 405 ") && posted.contains("Allow: GET, HEAD\r\n"));
      String rebound = ask(server, "GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n");
      assertTrue(rebound.startsWith("HTTP/1.1 421 ") && !rebound.contains("192.0.2."), rebound);
      TextFormat scraped = TextFormat.read(get(server, "/metrics").split("\r\n\r\n", 2)[1]);
      assertEquals(
          1,
          scraped.value(
              "tessera_http_requests_total",
              "tessera_http_requests_total{path=other, status=404}"));
    }
  }

  @Test
  void aPageThatFailsIsOnePage() throws IOException {
    Function<Request, Response> pages =
        request -> {
          if (request.path().equals("/bug")) {
            throw new IllegalStateException("secret of the stack");
          }
          return Response.text(200, "fine");
        };
    try (HttpServer server = server(pages, LONG)) {
      String failed = get(server, "/bug");
      assertTrue(failed.startsWith("HTTP/1.1 500 ") && !failed.contains("secret"), failed);
      assertTrue(get(server, "/").endsWith("fine\n"));
    }
  }

  @Test
  void whoSendsNothingOrTakesNothingIsDropped() throws IOException {
    Response large = Response.text(200, "x".repeat(32 << 20));
    try (HttpServer server = server(request -> large, SHORT)) {
      String half = ask(server, "GET / HT");
      assertTrue(half.isEmpty() || half.startsWith("HTTP/1.1 408 "), half);
      try (Socket deaf = connect(server, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")) {
        deaf.setReceiveBufferSize(1024);
        assertEquals('H', deaf.getInputStream().read(), "the answer has begun");
        // The others are served meanwhile, and the deaf one's thread ends by the limit.
        assertTrue(get(server, "/").length() > 0);
        awaitNoConnectionThread();
      }
    }
  }

  private static List<Thread> threads(String prefix) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith(prefix))
        .toList();
  }

  private static void awaitNoConnectionThread() {
    for (Thread thread : threads("tessera-http ")) {
      try {
        assertTrue(thread.join(Duration.ofSeconds(10)), thread.getName());
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Test
  void oneConnectionTooManyIsClosed() throws Exception {
    CountDownLatch asked = new CountDownLatch(HttpServer.MOST_CONNECTIONS);
    CountDownLatch answer = new CountDownLatch(1);
    Function<Request, Response> pages =
        request -> {
          asked.countDown();
          try {
            answer.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return Response.text(200, "late");
        };
    List<Socket> sockets = new ArrayList<>();
    try (HttpServer server = server(pages, LONG)) {
      for (int i = 0; i < HttpServer.MOST_CONNECTIONS; i++) {
        sockets.add(connect(server, "GET / HTTP/1.1\r\n\r\n"));
      }
      asked.await();
      assertTrue(isDropped(server));
      assertEquals(1, refused.get());
      answer.countDown();
      for (Socket socket : sockets) {
        assertTrue(socket.getInputStream().readAllBytes().length > 0);
        socket.close();
      }
      awaitNoConnectionThread();
      assertTrue(get(server, "/").endsWith("late\n"));
    }
  }

  private static boolean isDropped(HttpServer server) throws IOException {
    try {
      return get(server, "/").isEmpty();
    } catch (SocketException reset) {
      return true;
    }
  }

  /** As with too many open files; it would take a core, and a line of the log each time. */
  @Test
  void whatCannotBeAcceptedIsNotTriedAgainAtOnce() throws Exception {
    AtomicInteger tries = new AtomicInteger();
    ServerSocket failsAtFirst =
        new ServerSocket() {
          @Override
          public Socket accept() throws IOException {
            if (tries.getAndIncrement() % 2 == 0) {
              throw new SocketException("too many open files");
            }
            return super.accept();
          }
        };
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    long begin = System.nanoTime();
    try (HttpServer server =
        new HttpServer(
            failsAtFirst, any, request -> Response.text(200, "ok"), () -> {}, "", LONG)) {
      assertTrue(get(server, "/").endsWith("ok\n"));
      assertTrue(System.nanoTime() - begin > 900_000_000, "after a pause of a second");
      begin = System.nanoTime(); // it fails again, and pauses
    }
    assertTrue(System.nanoTime() - begin < 900_000_000, "closing does not wait for the pause");
    assertTrue(tries.get() <= 3, tries + " tries");
  }

  @Test
  void nothingIsLeftWhenItIsClosed() throws IOException {
    HttpServer server = server(request -> Response.text(200, "ok"), LONG);
    InetSocketAddress address = server.address();
    try (Socket open = connect(server, "GET / HTTP/1.1\r\n");
        Socket other = connect(server, "")) {
      assertFalse(get(server, "/").isEmpty());
      server.close();
      assertEquals(List.of(), threads("tessera-http"));
      assertThrows(
          ConnectException.class, () -> new Socket(address.getAddress(), address.getPort()));
      assertTrue(open.isConnected() && other.isConnected(), "the clients did not close");
    }
    try (HttpServer again = new HttpServer(address, request -> null, () -> {}, "", LONG)) {
      assertEquals(address, again.address(), "its port is free at once");
      assertThrows(
          IOException.class, () -> new HttpServer(address, request -> null, () -> {}, "", LONG));
    }
    assertEquals(List.of(), threads("tessera-http"));
  }
}

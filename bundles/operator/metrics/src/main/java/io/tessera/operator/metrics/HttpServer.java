package io.tessera.operator.metrics;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The least HTTP/1.1 server that serves a few pages: one request a connection, and everything
 * bounded: connections, bytes of a request, and the time from accepting to the last byte. The JDK's
 * own server has such bounds for the JVM as a whole only, and none for what is slow to be read.
 */
final class HttpServer implements AutoCloseable {
  /** Most connections at once; one more is closed. */
  static final int MOST_CONNECTIONS = 16;

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);

  /** Sent with everything: the page is to run nothing but its own script, and nobody keeps it. */
  private static final String FIELDS =
      """
      Cache-Control: no-store\r
      X-Content-Type-Options: nosniff\r
      X-Frame-Options: DENY\r
      Referrer-Policy: no-referrer\r
      Cross-Origin-Resource-Policy: same-origin\r
      Connection: close\r
      """;

  private final Function<Request, Response> pages;
  private final Runnable refused;
  private final String policy;
  private final Duration limit;
  private final ServerSocket server;
  private final Map<Socket, Long> deadlines = new ConcurrentHashMap<>();
  private final Map<Thread, Socket> threads = new ConcurrentHashMap<>();
  private final Thread acceptor;
  private final CountDownLatch closed = new CountDownLatch(1);

  /**
   * Listens from now on.
   *
   * @param pages answers requests, on a thread of the connection's
   * @param refused is told of each connection that is one too many
   * @param policy value of {@code Content-Security-Policy}
   * @param limit longest time for a connection
   */
  HttpServer(
      InetSocketAddress address,
      Function<Request, Response> pages,
      Runnable refused,
      String policy,
      Duration limit)
      throws IOException {
    this(new ServerSocket(), address, pages, refused, policy, limit);
  }

  /** The same at a socket that is not bound yet, which is the server's from now on. */
  HttpServer(
      ServerSocket server,
      InetSocketAddress address,
      Function<Request, Response> pages,
      Runnable refused,
      String policy,
      Duration limit)
      throws IOException {
    this.server = server;
    this.pages = pages;
    this.refused = refused;
    this.policy = policy;
    this.limit = limit;
    try {
      server.setReuseAddress(true);
      server.bind(address, MOST_CONNECTIONS);
    } catch (IOException failure) {
      server.close();
      throw failure;
    }
    acceptor = thread("tessera-http", this::accept);
    acceptor.start();
  }

  private static Thread thread(String name, Runnable task) {
    return Thread.ofPlatform()
        .name(name)
        .daemon()
        .inheritInheritableThreadLocals(false)
        .unstarted(task);
  }

  /** Where it listens, with the real port. */
  InetSocketAddress address() {
    return (InetSocketAddress) server.getLocalSocketAddress();
  }

  private void accept() {
    boolean told = false;
    while (closed.getCount() > 0) {
      try {
        // Nobody has to be looked at while there is no connection.
        server.setSoTimeout(deadlines.isEmpty() ? 0 : (int) Math.max(1, limit.toMillis() / 5));
        begin(server.accept());
        told = false;
      } catch (SocketTimeoutException nobody) {
        closeLate();
      } catch (IOException failure) {
        if (!told && closed.getCount() > 0) {
          LOG.warn("A connection to the status page is not accepted: {}", failure.toString());
        }
        told = true;
        closeLate();
        pause();
      }
    }
  }

  /** What lasts, such as too many open files, fails again at once. */
  private void pause() {
    try {
      var unused = closed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void begin(Socket socket) throws IOException {
    closeLate();
    if (deadlines.size() >= MOST_CONNECTIONS) {
      refused.run();
      socket.close();
      return;
    }
    deadlines.put(socket, System.nanoTime() + limit.toNanos());
    Thread thread = thread("tessera-http " + socket.getPort(), () -> serve(socket));
    threads.put(thread, socket);
    thread.start();
  }

  /** A read has a time limit of its own, a write has none. */
  private void closeLate() {
    long now = System.nanoTime();
    deadlines.forEach(
        (socket, deadline) -> {
          if (now - deadline >= 0) {
            close(socket);
          }
        });
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout((int) limit.toMillis());
      exchange(socket.getInputStream(), socket.getOutputStream());
      socket.shutdownOutput();
    } catch (IOException gone) {
      LOG.trace("HTTP connection from {}: {}", socket.getRemoteSocketAddress(), gone.toString());
    } finally {
      deadlines.remove(socket);
      threads.remove(Thread.currentThread());
    }
  }

  private void exchange(InputStream in, OutputStream out) throws IOException {
    Response response;
    boolean head = false;
    try {
      Request request = Request.read(in);
      head = request.head();
      response = pages.apply(request);
    } catch (Request.RefusedException wrong) {
      response = Response.text(wrong.status(), wrong.getMessage());
    } catch (SocketTimeoutException slow) {
      response = Response.text(408, "the request did not come in time");
    } catch (RuntimeException failure) { // the edge: the other requests are answered all the same
      LOG.error("A page of the status server failed; the others go on", failure);
      response = Response.text(500, "an error of this node's; its log tells more");
    }
    StringBuilder fields = new StringBuilder(512);
    fields.append(response.statusLine()).append("\r\n").append(FIELDS);
    fields.append("Content-Security-Policy: ").append(policy).append("\r\n");
    fields.append("Content-Type: ").append(response.type()).append("\r\n");
    fields.append("Content-Length: ").append(response.body().length).append("\r\n");
    if (response.status() == 405) {
      fields.append("Allow: GET, HEAD\r\n");
    }
    out.write(fields.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    if (!head) {
      out.write(response.body());
    }
    out.flush();
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException ignored) {
      LOG.trace("A socket does not close", ignored);
    }
  }

  /** Listens no more, ends the connections and waits until no thread is left. */
  @Override
  public void close() {
    closed.countDown();
    try {
      server.close();
    } catch (IOException failure) {
      LOG.error("The status server does not close: {}", failure.toString());
    }
    join(acceptor);
    threads.forEach((thread, socket) -> close(socket));
    threads.keySet().forEach(HttpServer::join);
  }

  private static void join(Thread thread) {
    try {
      if (!thread.join(PATIENCE)) {
        LOG.error("The status server's thread {} does not end", thread.getName());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

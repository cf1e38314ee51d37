package io.tessera.testing.testkit;

import io.tessera.testing.testkit.TelemetryDecoder.Event;
import io.tessera.testing.testkit.TelemetryDecoder.Node;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A telemetry server: decodes every message that comes, and checks what holds among them. Events
 * have ids in a row from 0 on each connection; each event that one refers to was sent before it on
 * the same connection, with the type that it should have, or lies in a range of dropped ones.
 */
public final class TelemetryReceiver implements AutoCloseable {
  private static final int LARGEST = 4 << 20;

  private final ServerSocket server;
  private final List<Connection> connections = new ArrayList<>();
  private final Thread acceptor =
      Thread.ofPlatform().name("telemetry-receiver").unstarted(this::accept);
  private Throwable failure;

  /** What came on one connection. */
  public final class Connection {
    private final Socket socket;
    private Node node;
    private final List<Event> events = new ArrayList<>();
    private final Map<Long, Event> byId = new HashMap<>();
    private long next;

    private Connection(Socket socket) {
      this.socket = socket;
    }

    /** The node's first message. */
    public Node node() {
      synchronized (connections) {
        return node;
      }
    }

    /** All events so far. */
    public List<Event> events() {
      synchronized (connections) {
        return List.copyOf(events);
      }
    }

    /** Waits for an event, of those that have come or will. */
    public Event await(Predicate<Event> wanted) throws InterruptedException {
      return TelemetryReceiver.this.await(
          () -> events.stream().filter(wanted).findFirst().orElse(null));
    }

    /** The same for an event of a type. */
    public Event await(int type) throws InterruptedException {
      return await(event -> event.type() == type);
    }

    /** Breaks the connection. */
    public void close() throws IOException {
      socket.close();
    }

    private void read() throws IOException {
      try (DataInputStream in = new DataInputStream(socket.getInputStream())) {
        Node first = TelemetryDecoder.node(message(in));
        TelemetryDecoder decoder = new TelemetryDecoder(TelemetryDecoder.cores(first));
        synchronized (connections) {
          node = first;
          connections.notifyAll();
        }
        while (true) {
          byte[] message = message(in);
          synchronized (connections) {
            take(decoder.event(message, next));
            connections.notifyAll();
          }
        }
      }
    }

    private void take(Event event) {
      event.references().forEach((id, types) -> checkReference(event, id, types));
      events.add(event);
      byId.put(event.id(), event);
      next += event.type() == 0 ? (Long) event.fields().get(1) : 1;
    }

    /** What lies in a dropped range has no event of its own. */
    private void checkReference(Event event, long id, List<Integer> types) {
      Event referred = id == event.id() && types.isEmpty() ? event : byId.get(id);
      boolean dropped = referred == null || referred.type() == 0;
      if (id > event.id()
          || id < 0
          || (!dropped && !types.isEmpty() && !types.contains(referred.type()))) {
        throw new AssertionError(event + " refers to " + referred);
      }
      if (referred == null && !isDropped(id)) {
        throw new AssertionError(event + " refers to an event that was never sent");
      }
    }

    private boolean isDropped(long id) {
      return events.stream()
          .anyMatch(
              event ->
                  event.type() == 0
                      && id >= event.id()
                      && id < event.id() + (Long) event.fields().get(1));
    }
  }

  /** Listens on a port of loopback. */
  public TelemetryReceiver() throws IOException {
    this(0);
  }

  /** Listens on this port of loopback. */
  public TelemetryReceiver(int port) throws IOException {
    server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    acceptor.start();
  }

  /** Where it listens. */
  public int port() {
    return server.getLocalPort();
  }

  private void accept() {
    while (true) {
      try {
        Connection connection = new Connection(server.accept());
        synchronized (connections) {
          connections.add(connection);
          connections.notifyAll();
        }
        Thread.ofVirtual().start(() -> read(connection));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void read(Connection connection) {
    try {
      connection.read();
    } catch (EOFException | SocketException ended) {
      // the node, or the test, has ended it
    } catch (IOException | RuntimeException | AssertionError wrong) {
      synchronized (connections) {
        failure = failure == null ? wrong : failure;
        connections.notifyAll();
      }
    }
  }

  private static byte[] message(DataInputStream in) throws IOException {
    int size = Integer.reverseBytes(in.readInt());
    if (size < 0 || size > LARGEST) {
      throw new AssertionError("a message of " + size + " bytes");
    }
    byte[] message = new byte[size];
    in.readFully(message);
    return message;
  }

  /** Waits for the connection with this number, from 0, and its node information. */
  public Connection connection(int number) throws InterruptedException {
    return await(
        () ->
            connections.size() > number && connections.get(number).node != null
                ? connections.get(number)
                : null);
  }

  /** How many connections there have been. */
  public int connections() {
    synchronized (connections) {
      return connections.size();
    }
  }

  /** What is looked for, under the lock; null while it is not there. */
  private interface Look<T> {
    T look();
  }

  private <T> T await(Look<T> look) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    synchronized (connections) {
      while (true) {
        check();
        T found = look.look();
        if (found != null) {
          return found;
        }
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0) {
          throw new AssertionError("it does not come: " + summary());
        }
        connections.wait(left);
      }
    }
  }

  private String summary() {
    Map<String, Integer> counts = new HashMap<>();
    connections.forEach(
        connection ->
            connection.events.forEach(event -> counts.merge(event.name(), 1, Integer::sum)));
    return connections.size() + " connections, " + counts;
  }

  /** Throws what was wrong with a message, if any was. */
  public void check() {
    synchronized (connections) {
      if (failure != null) {
        throw new AssertionError("a message was wrong: " + failure.getMessage(), failure);
      }
    }
  }

  @Override
  public void close() {
    try {
      server.close();
      synchronized (connections) {
        for (Connection connection : connections) {
          connection.socket.close();
        }
      }
      acceptor.join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

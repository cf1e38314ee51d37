package io.tessera.testing.itests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Hands on datagrams to a port of this machine and back, each after a delay, and loses some: what
 * {@code tc netem} does, without its rights.
 */
final class SlowRelay implements AutoCloseable {
  private static final int LARGEST = 65_535;

  private final InetSocketAddress target;
  private final Duration delay;
  private final double loss;
  private final Random random = new Random(5);
  private final DatagramSocket front;
  private final Map<SocketAddress, DatagramSocket> backs = new ConcurrentHashMap<>();
  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);

  /**
   * A relay that works until it is closed.
   *
   * @param delay for each datagram, so that an answer takes twice as long
   */
  SlowRelay(int port, Duration delay) throws IOException {
    this(port, delay, 0);
  }

  /**
   * The same with losses.
   *
   * @param loss share of the datagrams that are lost, either way
   */
  SlowRelay(int port, Duration delay, double loss) throws IOException {
    this.loss = loss;
    target = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    this.delay = delay;
    front = open();
    receive(front, packet -> back(packet.getSocketAddress()), target);
  }

  private interface Route {
    DatagramSocket through(DatagramPacket packet) throws IOException;
  }

  private static DatagramSocket open() throws IOException {
    return new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  /** Each who sends to this relay gets a socket of its own, to which the answers come. */
  private DatagramSocket back(SocketAddress sender) throws IOException {
    DatagramSocket known = backs.get(sender);
    if (known == null) {
      known = open();
      backs.put(sender, known);
      receive(known, packet -> front, sender);
    }
    return known;
  }

  private void receive(DatagramSocket socket, Route route, SocketAddress to) {
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              byte[] buffer = new byte[LARGEST];
              DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
              try {
                while (!socket.isClosed()) {
                  packet.setLength(buffer.length);
                  socket.receive(packet);
                  byte[] content = Arrays.copyOf(buffer, packet.getLength());
                  later(route.through(packet), new DatagramPacket(content, content.length, to));
                }
              } catch (IOException | RejectedExecutionException closed) {
                socket.close();
              }
            });
  }

  private void later(DatagramSocket through, DatagramPacket packet) {
    if (random.nextDouble() < loss) {
      return;
    }
    var unused =
        timer.schedule(
            () -> {
              try {
                through.send(packet);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            },
            delay.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /** Where it listens. */
  int port() {
    return front.getLocalPort();
  }

  /** How many have sent something. */
  int users() {
    return backs.size();
  }

  @Override
  public void close() {
    timer.shutdownNow();
    front.close();
    backs.values().forEach(DatagramSocket::close);
  }
}

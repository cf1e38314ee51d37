package io.tessera.transport.quic;

import io.tessera.net.transport.Connection;
import io.tessera.net.transport.ConnectionHandler;
import io.tessera.net.transport.StreamHandler;
import io.tessera.net.transport.TransportStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Takes every stream of a connection with a {@link Wire}. */
final class Wires implements ConnectionHandler {
  final LinkedBlockingQueue<Wire> accepted = new LinkedBlockingQueue<>();
  final LinkedBlockingQueue<Long> available = new LinkedBlockingQueue<>();
  final AtomicInteger cycles = new AtomicInteger();
  final CompletableFuture<Void> cycled = new CompletableFuture<>();
  private final Connection connection;
  private final Supplier<Wire> wires;

  Wires(Connection connection, Supplier<Wire> wires) {
    this.connection = connection;
    this.wires = wires;
  }

  static Wires start(Connection connection) {
    return start(connection, Wire::new);
  }

  static Wires start(Connection connection, Supplier<Wire> wires) {
    Wires started = new Wires(connection, wires);
    connection.start(started);
    return started;
  }

  /** Answers each stream with what came in, when its FIN is there. */
  static Wires echo(Connection connection) {
    return start(
        connection,
        () ->
            new Wire() {
              @Override
              public void fin() {
                super.fin();
                finish(fin.join());
              }
            });
  }

  Wire open() {
    Wire wire = wires.get();
    wire.stream = connection.open(wire);
    return wire;
  }

  Wire next() throws InterruptedException {
    Wire wire = accepted.poll(Node.SECONDS, TimeUnit.SECONDS);
    if (wire == null) {
      throw new AssertionError("no stream came in");
    }
    return wire;
  }

  @Override
  public StreamHandler accepted(TransportStream stream) {
    Wire wire = wires.get();
    wire.stream = stream;
    accepted.add(wire);
    return wire;
  }

  @Override
  public void readComplete() {
    cycles.incrementAndGet();
    cycled.complete(null);
  }

  @Override
  public void streamsAvailable() {
    available.add(connection.openableStreams());
  }
}

package io.tessera.transport.quic;

import io.tessera.net.transport.StreamHandler;
import io.tessera.net.transport.TransportStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Records what a stream delivers. */
class Wire implements StreamHandler {
  final CompletableFuture<byte[]> fin = new CompletableFuture<>();
  final CompletableFuture<Long> reset = new CompletableFuture<>();
  final CompletableFuture<String> closed = new CompletableFuture<>();

  /** Completes with the first bytes. */
  final CompletableFuture<Integer> first = new CompletableFuture<>();

  /** How often one of fin, reset and closed came. */
  final AtomicInteger ends = new AtomicInteger();

  final AtomicInteger writables = new AtomicInteger();
  volatile TransportStream stream;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  @Override
  public void data(ByteBuffer data) {
    byte[] copy = new byte[data.remaining()];
    data.get(copy);
    bytes.writeBytes(copy);
    first.complete(copy.length);
  }

  @Override
  public void fin() {
    fin.complete(bytes.toByteArray());
  }

  @Override
  public void reset(long code) {
    ends.incrementAndGet();
    reset.complete(code);
  }

  @Override
  public void writable() {
    writables.incrementAndGet();
  }

  @Override
  public void closed(String reason) {
    ends.incrementAndGet();
    closed.complete(reason);
  }

  /** Writes all of it, with FIN. */
  void finish(byte[] all) {
    stream.write(all, 0, all.length, true);
  }

  void send(byte[] some) {
    stream.write(some, 0, some.length, false);
  }
}

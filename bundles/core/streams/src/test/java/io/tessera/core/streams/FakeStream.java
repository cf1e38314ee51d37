package io.tessera.core.streams;

import io.tessera.net.transport.StreamHandler;
import io.tessera.net.transport.TransportStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A stream of a {@link FakeConnection}: keeps what is written, and is told what comes in. */
final class FakeStream implements TransportStream {
  final CountDownLatch finished = new CountDownLatch(1);
  final CountDownLatch reset = new CountDownLatch(1);
  final AtomicInteger writes = new AtomicInteger();
  StreamHandler handler;
  volatile long queued;
  volatile boolean reading = true;
  volatile long resetCode = -1;
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final long id;

  FakeStream(long id) {
    this.id = id;
  }

  /** The peer sends bytes. */
  FakeStream comes(String hex) {
    return comes(HexFormat.of().parseHex(hex.replace(" ", "")));
  }

  FakeStream comes(byte[] bytes) {
    handler.data(ByteBuffer.wrap(bytes));
    return this;
  }

  /** All that was written until FIN, which it waits for. */
  String awaitFin() throws InterruptedException {
    if (!finished.await(10, TimeUnit.SECONDS)) {
      throw new AssertionError("no FIN; reset code " + resetCode);
    }
    return written();
  }

  long awaitReset() throws InterruptedException {
    if (!reset.await(10, TimeUnit.SECONDS)) {
      throw new AssertionError("no reset");
    }
    return resetCode;
  }

  synchronized String written() {
    return HexFormat.of().formatHex(written.toByteArray());
  }

  @Override
  public long id() {
    return id;
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length, boolean fin) {
    written.write(bytes, offset, length);
    writes.incrementAndGet();
    if (fin) {
      finished.countDown();
    }
  }

  @Override
  public long queued() {
    return queued;
  }

  @Override
  public void reading(boolean on) {
    reading = on;
  }

  @Override
  public void reset(long code) {
    resetCode = code;
    reset.countDown();
  }
}

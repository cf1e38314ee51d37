package io.tessera.testing.testkit;

import io.tessera.net.transport.Connection;
import io.tessera.net.transport.StreamHandler;
import io.tessera.net.transport.TransportStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A stream of a {@link RawPeer}: bytes as they are. Bytes are given and told as hexadecimal. */
public final class RawStream {
  static final int PATIENCE_SECONDS = 10;

  private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  private TransportStream transport;
  private int taken;
  private boolean fin;
  private Long resetCode;
  private String closed;

  private RawStream() {}

  static RawStream opening(Connection connection) {
    RawStream stream = new RawStream();
    stream.transport = connection.open(stream.handler());
    return stream;
  }

  static RawStream accepted(TransportStream transport) {
    RawStream stream = new RawStream();
    stream.transport = transport;
    return stream;
  }

  /** Sends bytes, given as hexadecimal digits; white space is for the eye. */
  public RawStream send(String hex) {
    return send(HexFormat.of().parseHex(hex.replaceAll("\\s", "")));
  }

  /** Sends bytes. */
  public RawStream send(byte[] bytes) {
    transport.write(bytes.clone(), 0, bytes.length, false);
    return this;
  }

  /** Ends this half. */
  public RawStream fin() {
    transport.write(new byte[0], 0, 0, true);
    return this;
  }

  /** Resets the stream. */
  public void reset(long code) {
    transport.reset(code);
  }

  /** Stops reading, so that flow control holds the node back, or goes on. */
  public void reading(boolean on) {
    transport.reading(on);
  }

  /** The stream's id; -1 when it is not open yet. */
  public long id() {
    return transport.id();
  }

  /** Bytes that were sent and not taken by the node's flow control. */
  public long queued() {
    return transport.queued();
  }

  /** The next {@code count} bytes from the node; waits for them. */
  public synchronized String receive(int count) throws InterruptedException {
    await(count + " bytes", () -> fin || received.size() - taken >= count);
    if (received.size() - taken < count) {
      throw new AssertionError("expected " + count + " bytes, but " + state());
    }
    String hex = HexFormat.of().formatHex(received.toByteArray(), taken, taken + count);
    taken += count;
    return hex;
  }

  /** All bytes until the node's FIN, which it waits for. */
  public synchronized String receiveAll() throws InterruptedException {
    await("FIN", () -> fin);
    return receive(received.size() - taken);
  }

  /** How many bytes have come so far. */
  public synchronized int received() {
    return received.size();
  }

  /** The code of the node's reset, which it waits for. */
  public synchronized long awaitReset() throws InterruptedException {
    await("a reset", () -> resetCode != null);
    return resetCode;
  }

  /** Why the stream went with the connection; waits for that. */
  public synchronized String awaitClosed() throws InterruptedException {
    await("the end of the connection", () -> closed != null);
    return closed;
  }

  private void await(String what, BooleanSupplier there) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!there.getAsBoolean()) {
      long left = end - System.nanoTime();
      boolean over = resetCode != null || closed != null; // FIN ends one half only
      if (left <= 0 || over) {
        throw new AssertionError("expected " + what + ", but " + state());
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }

  private String state() {
    return "got "
        + received.size()
        + " bytes"
        + (fin ? ", FIN" : "")
        + (resetCode != null ? ", reset with code " + resetCode : "")
        + (closed != null ? ", closed: " + closed : "");
  }

  StreamHandler handler() {
    return new Handler();
  }

  private void note(Runnable event) {
    synchronized (this) {
      event.run();
      notifyAll();
    }
  }

  private final class Handler implements StreamHandler {
    @Override
    public void data(ByteBuffer bytes) {
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(copy);
      note(() -> received.writeBytes(copy));
    }

    @Override
    public void fin() {
      note(() -> fin = true);
    }

    @Override
    public void reset(long code) {
      note(() -> resetCode = code);
    }

    @Override
    public void writable() {}

    @Override
    public void closed(String reason) {
      note(() -> closed = reason);
    }
  }
}

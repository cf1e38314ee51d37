package io.tessera.operator.shell;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the door sends: frames of a letter, a 4-byte size (highest byte first) and that many bytes.
 * {@link #HELLO} comes first and means that there is room; then the client says what it wants (see
 * {@link ExecRequest}); {@link #OUT} and {@link #ERR} follow, and {@link #STATUS} ends it.
 *
 * <p>One thread writes, which nobody interrupts: an interrupt closes the channel that is written
 * to, and who has been interrupted wants to say so. Others wait while the client does not read.
 */
final class ExecFrames implements AutoCloseable {
  static final byte HELLO = 'H';
  static final byte OUT = 'O';
  static final byte ERR = 'E';
  static final byte STATUS = 'S';

  private static final Logger LOG = LoggerFactory.getLogger(ExecFrames.class);
  private static final int WAITING = 4;
  private static final Duration MOMENT = Duration.ofMillis(500);
  private static final byte[] END = {};

  private final OutputStream out;
  private final BlockingQueue<byte[]> waiting = new ArrayBlockingQueue<>(WAITING);
  private final Thread writer;
  private volatile boolean gone;

  ExecFrames(OutputStream out) {
    this.out = out;
    writer = Thread.ofVirtual().name("tessera-exec-out").start(this::write);
  }

  /** To the end, even if nobody reads any more: nobody must wait for room in vain. */
  private void write() {
    try {
      for (byte[] frame = waiting.take(); frame.length > 0; frame = waiting.take()) {
        write(frame);
      }
    } catch (InterruptedException e) {
      gone = true;
    }
  }

  private void write(byte[] frame) {
    try {
      if (!gone) {
        out.write(frame);
      }
    } catch (IOException e) {
      gone = true;
      LOG.debug("A client of exec has gone: {}", e.toString());
    }
  }

  private void send(byte kind, byte[] bytes, int from, int count) throws IOException {
    if (gone) {
      throw new IOException("the client has gone");
    }
    byte[] frame = new byte[5 + count];
    frame[0] = kind;
    frame[1] = (byte) (count >>> 24);
    frame[2] = (byte) (count >>> 16);
    frame[3] = (byte) (count >>> 8);
    frame[4] = (byte) count;
    System.arraycopy(bytes, from, frame, 5, count);
    try {
      waiting.put(frame);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("interrupted while writing").initCause(e);
    }
  }

  /**
   * Waits until all has been sent. Who is interrupted meanwhile, since the client has gone or the
   * door is being closed, waits a moment longer.
   */
  @Override
  public void close() {
    boolean interrupted = Thread.interrupted();
    boolean sent = false;
    try {
      if (!interrupted) {
        waiting.put(END);
        writer.join();
        sent = true;
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    try {
      if (!sent && waiting.offer(END, MOMENT.toMillis(), TimeUnit.MILLISECONDS)) {
        sent = writer.join(MOMENT);
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (!sent) {
      writer.interrupt(); // closes the channel, if it is that which it waits for
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  void hello() throws IOException {
    send(HELLO, new byte[] {ExecRequest.VERSION}, 0, 1);
  }

  void error(String line) throws IOException {
    byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
    send(ERR, bytes, 0, bytes.length);
  }

  void status(int status) throws IOException {
    send(STATUS, new byte[] {(byte) status}, 0, 1);
  }

  /** Output of one kind; what Gogo writes is a buffer at a time. */
  OutputStream stream(byte kind) {
    return new OutputStream() {
      @Override
      public void write(int octet) throws IOException {
        send(kind, new byte[] {(byte) octet}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int from, int count) throws IOException {
        send(kind, bytes, from, count);
      }
    };
  }
}

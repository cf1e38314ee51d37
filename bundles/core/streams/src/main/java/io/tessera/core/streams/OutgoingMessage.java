package io.tessera.core.streams;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.JamWriter;
import io.tessera.net.MessageWriter;
import io.tessera.net.StreamException;
import java.nio.ByteBuffer;

/** Writes one message piece by piece, gathering small pieces into chunks. */
final class OutgoingMessage implements MessageWriter {
  private final MessageStream stream;
  private final int largeChunk;
  private long left;
  private byte[] chunk;
  private int used;
  private boolean closed;

  /**
   * Begins a message.
   *
   * @param head goes out before the content
   * @param size the content's size
   */
  OutgoingMessage(MessageStream stream, byte[] head, long size, int largeChunk) {
    this.stream = stream;
    this.largeChunk = largeChunk;
    left = size;
    chunk = new byte[(int) Math.min(largeChunk, head.length + size)];
    System.arraycopy(head, 0, chunk, 0, head.length);
    used = head.length;
  }

  @Override
  public <T> void write(Codec<T> codec, T value) throws StreamException {
    JamWriter out = new JamWriter();
    codec.encode(value, out);
    append(ByteBuffer.wrap(out.toByteArray()));
  }

  @Override
  public void write(Bytes bytes) throws StreamException {
    append(bytes.asByteBuffer());
  }

  private void append(ByteBuffer bytes) throws StreamException {
    if (closed || bytes.remaining() > left) {
      throw new IllegalStateException("the message is longer than its size announced");
    }
    left -= bytes.remaining();
    while (bytes.hasRemaining()) {
      if (used == chunk.length) {
        flush();
        chunk = new byte[(int) Math.min(largeChunk, left + bytes.remaining())];
      }
      int part = Math.min(chunk.length - used, bytes.remaining());
      bytes.get(chunk, used, part);
      used += part;
    }
  }

  private void flush() throws StreamException {
    byte[] full = chunk;
    int length = used;
    used = 0;
    stream.send(full, length, false);
  }

  /** Whether it was closed, and so has been sent. */
  boolean complete() {
    return closed;
  }

  @Override
  public void close() throws StreamException {
    if (closed) {
      return;
    }
    if (left > 0) {
      throw new IllegalStateException(
          "the message is " + left + " bytes shorter than its size announced");
    }
    closed = true;
    flush();
    chunk = null;
  }
}

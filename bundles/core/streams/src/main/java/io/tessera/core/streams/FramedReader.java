package io.tessera.core.streams;

import io.tessera.lib.codec.JamReader;
import io.tessera.net.StreamException;

/**
 * Decodes a message from an inbox, waiting for bytes that have not come yet. What is at hand is
 * decoded in place; only a value that lies across two pieces is copied together, and room for it
 * grows with what has really come.
 */
final class FramedReader extends JamReader {
  private static final byte[] NOTHING = {};

  /** A value across two pieces takes at least so much of the second with it. */
  private static final int LEAST_COPY = 1024;

  /** Carries an exception through a codec, which can throw none. */
  static final class Interruption extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final StreamException reason;

    Interruption(StreamException reason) {
      super(null, reason, false, false);
      this.reason = reason;
    }

    StreamException reason() {
      return reason;
    }
  }

  private final Inbox inbox;

  /** Bytes of the message that are still in the inbox or to come. */
  private long outside;

  /** Index in the buffer at which the value being decoded begins. */
  private int mark;

  /** Offset that the value being decoded must not reach beyond. */
  private long most;

  /** Whether the buffer is our own: with a piece of the inbox it must not be written to. */
  private boolean own;

  /** Whether the message is one value: then all that comes belongs to it. */
  private boolean single;

  FramedReader(Inbox inbox) {
    super(NOTHING);
    this.inbox = inbox;
  }

  /**
   * Begins a message of {@code size} bytes, whose size has been taken from the inbox.
   *
   * @param single whether it is one value
   */
  void begin(long size, boolean single) {
    this.single = single;
    buffer = NOTHING;
    own = true;
    position = 0;
    limit = 0;
    mark = 0;
    base = 0;
    outside = size;
    most = size;
  }

  /** Begins a value of at most {@code maxSize} bytes. */
  void beginValue(long maxSize) {
    mark = position;
    most = offset() + maxSize;
  }

  /** Fails when the value just decoded is larger than it may be. */
  void endValue() {
    if (offset() > most) {
      throw fail("a value of more bytes than it may have");
    }
    most = Long.MAX_VALUE;
  }

  /** Lets go of the message, read or not. */
  void letGo() {
    begin(0, true);
  }

  @Override
  public long remaining() {
    return Math.min(limit - position + outside, Math.max(0, most - offset()));
  }

  /** Bytes of the message that have not been decoded. */
  long left() {
    return limit - position + outside;
  }

  @Override
  protected boolean more(int wanted) {
    try {
      if (limit == mark) {
        nextPiece();
      }
      while (limit - position < wanted) {
        append(wanted - (limit - position));
      }
      return true;
    } catch (StreamException e) {
      throw new Interruption(e);
    }
  }

  /** Nothing has to be kept: the next piece becomes the buffer as it is. */
  private void nextPiece() throws StreamException {
    inbox.awaitBytes(1);
    long offset = offset();
    buffer = inbox.segment();
    position = inbox.segmentStart();
    int length = (int) Math.min(inbox.segmentLength(), outside);
    inbox.take(length);
    limit = position + length;
    mark = position;
    base = offset - position;
    outside -= length;
    own = false;
  }

  private void append(int missing) throws StreamException {
    inbox.awaitBytes(missing);
    byte[] piece = inbox.segment();
    int there = (int) Math.min(inbox.segmentLength(), outside);
    int length = single ? there : Math.min(there, Math.max(missing, LEAST_COPY));
    reserve(length);
    System.arraycopy(piece, inbox.segmentStart(), buffer, limit, length);
    inbox.take(length);
    limit += length;
    outside -= length;
  }

  private void reserve(int length) {
    if (own && buffer.length - limit >= length) {
      return;
    }
    int kept = limit - mark;
    int expected = single ? (int) Math.min(inbox.available(), outside) : length;
    byte[] larger = new byte[kept + Math.max(expected, own ? kept : 0)];
    System.arraycopy(buffer, mark, larger, 0, kept);
    base += mark;
    position -= mark;
    limit = kept;
    mark = 0;
    buffer = larger;
    own = true;
  }
}

package io.tessera.operator.telemetry;

import io.tessera.lib.codec.JamWriter;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Events that wait to be sent, oldest first, with their ids: bounded in bytes, and when it is full
 * the oldest go, in whose place one {@link Dropped} is sent. Ids go on from connection to
 * connection; what was sent on an earlier one counts as dropped on the next, as JIP-3 allows.
 * Confined by its owner.
 */
final class EventBuffer {
  private final int mostBytes;
  private final Deque<Frame> waiting = new ArrayDeque<>();
  private int bytes;

  /** Id of the next event that happens. */
  private long next;

  /** Id of the first event that waits. */
  private long first;

  /** Id that the receiver expects next; what is between it and the first is not sent to it. */
  private long expected;

  /** When the first of those between happened, and the last. */
  private long missingSince;

  private long missingUntil;

  /** When event 0 happened, and the one that was taken last. */
  private long began;

  private long taken;
  private long lost;

  /** An event as it is sent, with its size in front. */
  private static final class Frame {
    private final long time;
    private final byte[] bytes;

    private Frame(long time, byte[] bytes) {
      this.time = time;
      this.bytes = bytes;
    }
  }

  EventBuffer(int mostBytes) {
    this.mostBytes = mostBytes;
  }

  /** The id that the next event will have. */
  long next() {
    return next;
  }

  /** How many events were dropped for want of room. */
  long lost() {
    return lost;
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /**
   * Adds an event.
   *
   * @param time in microseconds of the JAM Common Era
   */
  void add(long time, Message event) {
    if (next == 0) {
      began = time;
    }
    Frame frame = new Frame(time, encode(time, event, next));
    next++;
    waiting.add(frame);
    bytes += frame.bytes.length;
    while (bytes > mostBytes) {
      dropFirst();
    }
  }

  private void dropFirst() {
    Frame oldest = waiting.remove();
    bytes -= oldest.bytes.length;
    if (expected == first) {
      missingSince = oldest.time;
    }
    missingUntil = oldest.time;
    first++;
    lost++;
  }

  /** There is a new connection, whose receiver has got nothing yet. */
  void reconnected() {
    if (expected == first) {
      missingUntil = taken;
    }
    missingSince = began;
    expected = 0;
  }

  /**
   * Takes events to be sent now.
   *
   * @param most bytes, but for a single event that is larger
   * @return whole messages, one after another; none when nothing waits
   */
  byte[] take(int most) {
    JamWriter out = new JamWriter();
    if (expected < first && !waiting.isEmpty()) {
      out.bytes(encode(missingSince, new Dropped(missingUntil, first - expected), expected));
      expected = first;
    }
    while (!waiting.isEmpty()
        && (out.size() == 0 || out.size() + waiting.peek().bytes.length <= most)) {
      Frame frame = waiting.remove();
      out.bytes(frame.bytes);
      bytes -= frame.bytes.length;
      taken = frame.time;
      first++;
      expected++;
    }
    return out.toByteArray();
  }

  /** Size, time, discriminator and fields. */
  static byte[] encode(long time, Message event, long id) {
    JamWriter out = new JamWriter();
    out.u32(0);
    out.u64(time);
    out.u8(event.type());
    event.write(new Fields(out, id));
    return sized(out.toByteArray());
  }

  /** Writes into the first four bytes how many follow. */
  private static byte[] sized(byte[] frame) {
    int size = frame.length - Integer.BYTES;
    for (int i = 0; i < Integer.BYTES; i++) {
      frame[i] = (byte) (size >>> (8 * i));
    }
    return frame;
  }
}

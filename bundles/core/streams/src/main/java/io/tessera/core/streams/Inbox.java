package io.tessera.core.streams;

import io.tessera.net.Fault;
import io.tessera.net.StreamException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * The bytes of a stream that have come in and not been read. The event loop puts, one reader at a
 * time takes; they meet in volatile counters, and the reader parks when there is too little. Above
 * its budget, or its connection's, the stream is not read any further, so that flow control holds
 * the peer back, until less than half is left or the reader waits for more.
 */
final class Inbox {
  /** So much of a message must come in within the time limit, or the rest of it. */
  private static final int PACE = 64 * 1024;

  private static final int SMALL_CHUNK = 64;
  private static final int LARGE_CHUNK = 64 * 1024;

  private static final int FOR_MESSAGE = 0;
  private static final int FOR_SIZE = 1;
  private static final int FOR_BYTES = 2;
  private static final int FOR_FIN = 3;

  /** A piece of the queue; every one but the last is full. */
  private static final class Chunk {
    final byte[] bytes;
    Chunk next;

    Chunk(int capacity) {
      bytes = new byte[capacity];
    }
  }

  private final WireStream wire;
  private final InboundBudget budget;

  // Event loop.
  private final Framing framing = new Framing();
  private Chunk tail;
  private int tailEnd;
  private long total;

  // Written by the event loop, in this order; the reader reads them in the opposite one.
  private Chunk first;
  private volatile long received;
  private volatile int whole;
  private volatile boolean fin;

  // Reader.
  private Chunk head;
  private int headStart;
  private long consumed;
  private int begun;
  private long windowStart;
  private long windowLeft;

  // What the reader waits for: written by it before it sets the waiter.
  private int waitsFor;
  private long waitsForBytes;
  private long waitsUnderCap;
  private volatile Thread waiter;
  private volatile long deadline;

  // Both.
  private final AtomicLong held = new AtomicLong();
  private final AtomicBoolean paused = new AtomicBoolean();
  private volatile boolean closed;

  Inbox(WireStream wire, InboundBudget budget) {
    this.wire = wire;
    this.budget = budget;
  }

  // ---- event loop

  /**
   * Takes bytes in.
   *
   * @param firstCap largest first message accepted; -1 when that is for the reader to say
   * @return the size of a message that is above its cap, in which case nothing was taken; else -1
   */
  long put(ByteBuffer bytes, long firstCap) {
    boolean began = framing.inMessage();
    Thread waited = waiter;
    boolean waitsForMessage = waited != null && waitsFor <= FOR_SIZE;
    long tooLarge =
        waitsForMessage
            ? framing.scan(bytes, begun, waitsUnderCap)
            : framing.scan(bytes, firstCap < 0 ? -1 : 0, firstCap);
    if (tooLarge >= 0 || closed) {
      return tooLarge;
    }
    int length = bytes.remaining();
    append(bytes);
    total += length;
    received = total;
    if (framing.whole() != whole) {
      whole = framing.whole();
    } else if (!began && waitsForMessage) {
      deadline = wire.deadline();
    }
    if (waited == null) {
      wake(); // whoever began to wait just now has not been given the deadline of what has begun
    }
    long buffered = held.addAndGet(length);
    boolean connectionFull = budget.add(length);
    if (buffered >= budget.stream() || connectionFull) {
      pause(connectionFull);
    }
    if (closed) {
      discard();
    }
    return -1;
  }

  private void append(ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      if (tail == null || tailEnd == tail.bytes.length) {
        Chunk chunk = new Chunk(nextCapacity(bytes.remaining()));
        if (tail == null) {
          first = chunk;
        } else {
          tail.next = chunk;
        }
        tail = chunk;
        tailEnd = 0;
      }
      int part = Math.min(bytes.remaining(), tail.bytes.length - tailEnd);
      bytes.get(tail.bytes, tailEnd, part);
      tailEnd += part;
    }
  }

  /** A small request gets just what it needs; a trickle never more than twice what came. */
  private int nextCapacity(int wanted) {
    if (tail == null) {
      return wanted;
    }
    int twice = Math.min(LARGE_CHUNK, Math.max(SMALL_CHUNK, 2 * tail.bytes.length));
    return Math.max(wanted, twice);
  }

  private void pause(boolean connectionFull) {
    wire.reading(false);
    paused.set(true);
    if (connectionFull) {
      waitForRoom();
    }
    resumeIfRoom(); // the reader may have made room meanwhile, and not have seen the pause
  }

  /** Nothing comes in any more. */
  void putFin() {
    fin = true;
  }

  /** Whether FIN, if it came now, would cut a message in two. */
  boolean inMessage() {
    return framing.inMessage();
  }

  /** Whether a thread that is to serve the first message should start. */
  boolean hasFirst() {
    return whole > 0 || held.get() >= budget.stream();
  }

  /** Whether a reader waits whose wish is fulfilled. */
  boolean shouldWake() {
    return waiter != null && satisfied();
  }

  /** Lets the reader look again. Any thread. */
  void wake() {
    Thread thread = waiter;
    if (thread != null) {
      LockSupport.unpark(thread);
    }
  }

  // ---- reader

  /**
   * Waits for a whole message, or as much of it as the budget allows.
   *
   * @return false when FIN came instead
   * @throws StreamException MALFORMED when the message is larger than {@code cap} or truncated
   */
  boolean awaitMessage(long cap) throws StreamException {
    newWindow();
    for (; ; ) {
      boolean ended = fin;
      boolean ready = whole > begun || held.get() >= budget.stream();
      if (available() >= Integer.BYTES) {
        checkSize(peekSize(), cap);
      }
      if (ready) {
        return true;
      }
      if (ended) {
        return endedBetweenMessages();
      }
      park(FOR_MESSAGE, 0, cap);
    }
  }

  /**
   * Waits for a message's size.
   *
   * @return false when FIN came instead
   * @throws StreamException MALFORMED when the message is larger than {@code cap} or truncated
   */
  boolean awaitSize(long cap) throws StreamException {
    newWindow();
    for (; ; ) {
      boolean ended = fin;
      if (available() >= Integer.BYTES) {
        checkSize(peekSize(), cap);
        return true;
      }
      if (ended) {
        return endedBetweenMessages();
      }
      park(FOR_SIZE, Integer.BYTES, cap);
    }
  }

  private boolean endedBetweenMessages() throws StreamException {
    if (available() > 0) {
      throw new StreamException(Fault.MALFORMED, "FIN within a message");
    }
    return false;
  }

  /** Waits until {@code count} bytes are there, or half of the budget. */
  int awaitBytes(int count) throws StreamException {
    int enough = Math.min(count, budget.stream() / 2);
    if (consumed - windowStart >= PACE) {
      newWindow();
    }
    for (; ; ) {
      boolean ended = fin;
      int available = available();
      if (available >= enough) {
        return available;
      }
      if (ended) {
        throw new StreamException(Fault.MALFORMED, "FIN within a message");
      }
      park(FOR_BYTES, enough, 0);
    }
  }

  /** Waits for FIN. */
  void awaitFin() throws StreamException {
    newWindow();
    for (; ; ) {
      boolean ended = fin;
      if (available() > 0) {
        throw new StreamException(Fault.MALFORMED, "a further byte where FIN is due");
      }
      if (ended) {
        return;
      }
      park(FOR_FIN, 0, 0);
    }
  }

  /** Whether FIN has come and nothing is left to read. */
  boolean atFin() {
    return fin && received == consumed;
  }

  /** Bytes that can be taken without waiting. */
  int available() {
    return (int) Math.min(Integer.MAX_VALUE, received - consumed);
  }

  /** Takes a message's size; its four bytes must be there. */
  long takeSize() {
    long size = peekSize();
    skip(Integer.BYTES);
    begun++;
    return size;
  }

  /**
   * The array with the next bytes, from {@link #segmentStart} on.
   *
   * @return null when there are none
   */
  byte[] segment() {
    if (available() == 0) {
      return null;
    }
    if (head == null) {
      head = first;
      first = null;
    } else if (headStart == head.bytes.length) {
      head = head.next;
      headStart = 0;
    }
    return head.bytes;
  }

  /** Index of the next byte in {@link #segment}. */
  int segmentStart() {
    return headStart;
  }

  /** How many bytes can be taken from {@link #segment}. */
  int segmentLength() {
    return Math.min(available(), head.bytes.length - headStart);
  }

  /** Takes bytes of {@link #segment}, which stay as they are for whoever holds the array. */
  void take(int count) {
    headStart += count;
    consumed += count;
    held.addAndGet(-count);
    budget.remove(count);
    if (paused.get()) {
      resumeIfRoom();
    }
    if (closed) {
      discard();
    }
  }

  private void skip(int count) {
    for (int left = count; left > 0; ) {
      segment();
      int part = Math.min(left, segmentLength());
      take(part);
      left -= part;
    }
  }

  private long peekSize() {
    segment();
    Chunk chunk = head;
    int index = headStart;
    long size = 0;
    for (int i = 0; i < Integer.BYTES; i++) {
      if (index == chunk.bytes.length) {
        chunk = chunk.next;
        index = 0;
      }
      size |= (chunk.bytes[index++] & 0xffL) << (8 * i);
    }
    return size;
  }

  static void checkSize(long size, long cap) throws StreamException {
    if (size > cap) {
      throw new StreamException(Fault.MALFORMED, tooLarge(size, cap));
    }
  }

  static String tooLarge(long size, long cap) {
    return "a message of " + size + " bytes where at most " + cap + " are allowed";
  }

  private void newWindow() {
    windowStart = consumed;
    windowLeft = wire.timeoutNanos();
  }

  private void park(int what, int bytes, long cap) throws StreamException {
    wire.check();
    waitsFor = what;
    waitsForBytes = bytes;
    waitsUnderCap = cap;
    boolean idle = what != FOR_BYTES && available() == 0;
    deadline = idle && wire.persistent() ? 0 : wire.now() + Math.max(1, windowLeft) | 1;
    waiter = Thread.currentThread();
    boolean begunMeanwhile = idle && available() > 0; // unseen: so look again, with a deadline
    if (!satisfied() && !begunMeanwhile && wire.failure() == null) {
      if (paused.get()) {
        resumeIfRoom();
      }
      LockSupport.park(this);
    }
    waiter = null;
    long limit = deadline; // that of a message that began meanwhile, if one did
    deadline = 0;
    if (limit != 0) {
      windowLeft = limit - wire.now();
    }
  }

  private boolean satisfied() {
    return switch (waitsFor) {
      case FOR_MESSAGE -> whole > begun || held.get() >= budget.stream() || fin;
      case FOR_SIZE, FOR_BYTES -> held.get() >= waitsForBytes || fin;
      default -> held.get() > 0 || fin;
    };
  }

  // ---- any thread

  /** Whether the reader has been waiting for too long. */
  boolean overdue(long now) {
    long limit = deadline;
    return limit != 0 && waiter != null && now - limit >= 0;
  }

  /**
   * Goes on reading if it was off and may be on. A reader that waits is always let read; a stream
   * that no thread works on yet was paused for its connection only, unless it is full.
   */
  void resumeIfRoom() {
    if (!paused.get()) {
      return;
    }
    boolean waits = waiter != null;
    long most = wire.running() ? budget.stream() / 2 : budget.stream() - 1;
    if (!waits && held.get() > most) {
      return;
    }
    if (!waits && !budget.hasRoom()) {
      waitForRoom();
    } else if (paused.compareAndSet(true, false)) {
      wire.reading(true);
    }
  }

  private void waitForRoom() {
    budget.waits(this);
    if (closed) {
      budget.forget(this); // the close may have come before it waited
    }
  }

  /** Drops what is there and what may still come. */
  void close() {
    closed = true;
    budget.forget(this);
    discard();
  }

  /** Gives back what the budget still counts; repeated by whoever changed it after the close. */
  private void discard() {
    budget.remove(held.getAndSet(0));
  }
}

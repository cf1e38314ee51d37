package io.tessera.testing.testkit;

import io.tessera.net.transport.StreamHandler;
import io.tessera.net.transport.TransportStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;

/** One end of a stream in memory: what it sends waits here until the other end has room. */
final class MemoryStream implements TransportStream {
  private static final long NONE = -1;

  private final MemoryLink link;
  private final MemoryConnection connection;
  private final AtomicLong queued = new AtomicLong();
  private volatile long id = NONE;

  // Event loop.
  private StreamHandler handler;
  private boolean mine;
  private final Deque<ByteBuffer> sending = new ArrayDeque<>();
  private final Deque<ByteBuffer> arrived = new ArrayDeque<>();
  private int arrivedBytes;
  private boolean reading = true;
  private boolean finQueued;
  private boolean finTaken;
  private boolean finDelivered;
  private long resetCode = NONE;
  private boolean dead;

  MemoryStream(MemoryLink link, MemoryConnection connection, StreamHandler handler) {
    this.link = link;
    this.connection = connection;
    this.handler = handler;
  }

  void opened(long streamId, boolean byThisSide) {
    mine = byThisSide;
    id = streamId;
  }

  void handledBy(StreamHandler streamHandler) {
    handler = streamHandler;
  }

  @Override
  public long id() {
    return id;
  }

  @Override
  public void write(byte[] bytes, int offset, int length, boolean fin) {
    queued.addAndGet(length);
    link.run(
        () -> {
          if (dead || resetCode != NONE) {
            queued.addAndGet(-length);
            return;
          }
          if (finQueued) {
            throw new IllegalStateException("a write after FIN");
          }
          if (length > 0) {
            sending.add(ByteBuffer.wrap(bytes, offset, length));
          }
          finQueued = fin;
        });
  }

  @Override
  public long queued() {
    return queued.get();
  }

  @Override
  public void reading(boolean on) {
    link.run(() -> reading = on);
  }

  @Override
  public void reset(long code) {
    link.run(
        () -> {
          if (!dead && resetCode == NONE) {
            resetCode = code;
            dropQueue();
            arrived.clear();
          }
        });
  }

  private void dropQueue() {
    sending.forEach(bytes -> queued.addAndGet(-bytes.remaining()));
    sending.clear();
  }

  // ---- event loop

  /** Whether this side opened the stream. */
  boolean mine() {
    return mine;
  }

  /** Whether the other end would see the stream: with its first byte, its FIN or its reset. */
  boolean hasNews() {
    return !dead && (!sending.isEmpty() || finQueued || resetCode != NONE);
  }

  /** Takes over what the other end sends, as far as there is room, and delivers it. */
  boolean take(MemoryStream from) {
    if (dead || resetCode != NONE) {
      return false;
    }
    if (from.resetCode != NONE) {
      dead = true;
      dropQueue();
      handler.reset(from.resetCode);
      return true;
    }
    boolean moved = receive(from);
    boolean delivered = deliver();
    if (moved) {
      from.handler.writable();
    }
    return moved || delivered;
  }

  private boolean receive(MemoryStream from) {
    boolean moved = false;
    while (!from.sending.isEmpty() && arrivedBytes < link.limits().window()) {
      ByteBuffer next = from.sending.peek();
      int part = Math.min(next.remaining(), link.limits().window() - arrivedBytes);
      arrived.add(next.slice(next.position(), part));
      next.position(next.position() + part);
      if (!next.hasRemaining()) {
        from.sending.remove();
      }
      arrivedBytes += part;
      from.queued.addAndGet(-part);
      connection.count(part);
      moved = true;
    }
    finTaken |= from.finQueued && from.sending.isEmpty();
    return moved;
  }

  private boolean deliver() {
    boolean any = false;
    while (reading && !dead && resetCode == NONE && !arrived.isEmpty()) {
      ByteBuffer next = arrived.remove();
      arrivedBytes -= next.remaining();
      handler.data(next);
      any = true;
    }
    if (finTaken && !finDelivered && arrived.isEmpty() && !dead && resetCode == NONE) {
      finDelivered = true;
      handler.fin();
      any = true;
    }
    return any;
  }

  /** Whether both halves have ended, one way or the other, and both ends know. */
  boolean over(MemoryStream twin) {
    return (broken() && twin.broken()) || (finDelivered && twin.finDelivered);
  }

  private boolean broken() {
    return dead || resetCode != NONE;
  }

  void die() {
    dead = true;
    dropQueue();
  }

  void lost(String reason) {
    if (!dead) {
      die();
      if (resetCode == NONE && !(finDelivered && finQueued)) {
        handler.closed(reason);
      }
    }
  }
}

package io.tessera.transport.quic;

import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * The connections that something was delivered on in the current read cycle of the socket, so that
 * each is told once when the cycle is over. Confined to the event loop.
 */
final class ReadCycle {
  private final EventLoop loop;
  private final Queue<QuicConnection> touched = new ArrayDeque<>();
  private boolean reading;
  private boolean scheduled;

  ReadCycle(EventLoop loop) {
    this.loop = loop;
  }

  /** A datagram has come in. */
  void begin() {
    reading = true;
  }

  /**
   * Something was delivered on the connection, which calls this once per cycle. Outside of a read
   * cycle (a timer, a stream that reads again) the cycle is over as soon as the loop gets to it.
   */
  void touch(QuicConnection connection) {
    touched.add(connection);
    if (!reading && !scheduled) {
      scheduled = true;
      loop.execute(
          () -> {
            scheduled = false;
            complete();
          });
    }
  }

  /** The cycle is over. */
  void complete() {
    reading = false;
    for (QuicConnection next = touched.poll(); next != null; next = touched.poll()) {
      next.completeCycle();
    }
  }
}

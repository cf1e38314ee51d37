package io.tessera.operator.rpc;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's socket. Who sends waits until what was sent before is nearly gone, so that one message
 * at a time is in memory beyond the socket's buffers.
 */
final class WebSocketClient implements Client {
  private static final Logger LOG = LoggerFactory.getLogger(WebSocketClient.class);

  private static final int GOODBYE_SECONDS = 2;

  private final Channel channel;
  private final Duration slow;
  private final ReentrantLock turn = new ReentrantLock();
  private final Condition writable = turn.newCondition();

  WebSocketClient(Channel channel, Duration slow) {
    this.channel = channel;
    this.slow = slow;
  }

  @Override
  public void send(String text) throws IOException, InterruptedException {
    turn.lockInterruptibly();
    try {
      long left = slow.toNanos();
      while (channel.isActive() && !channel.isWritable()) {
        left = writable.awaitNanos(left);
        if (left <= 0) {
          LOG.debug(
              "RPC client {} is dropped: it has read nothing for {} s (slow_seconds)",
              channel.remoteAddress(),
              slow.toSeconds());
          drop();
        }
      }
      if (!channel.isActive()) {
        throw new IOException("the connection has ended");
      }
      var unused = channel.writeAndFlush(new TextWebSocketFrame(text));
    } finally {
      turn.unlock();
    }
  }

  /** There may be room again, or the connection may have ended. */
  void writabilityChanged() {
    turn.lock();
    try {
      writable.signalAll();
    } finally {
      turn.unlock();
    }
  }

  @Override
  public void read(boolean on) {
    channel.config().setAutoRead(on);
  }

  /**
   * Says why, then waits for the client to close, but not for long: to close at once, with bytes
   * unread, would take the reason away from it.
   */
  void close(WebSocketCloseStatus status, String reason) {
    var unused = channel.writeAndFlush(new CloseWebSocketFrame(status, reason));
    read(true);
    var unusedToo = channel.eventLoop().schedule(this::drop, GOODBYE_SECONDS, TimeUnit.SECONDS);
  }

  private void drop() {
    var unused = channel.close();
  }
}

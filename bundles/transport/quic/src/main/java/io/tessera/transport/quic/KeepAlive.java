package io.tessera.transport.quic;

import io.netty.channel.EventLoop;
import io.netty.incubator.codec.quic.QuicChannel;
import io.netty.incubator.codec.quic.QuicInternals;
import io.netty.incubator.codec.quic.QuicStreamChannel;
import io.netty.incubator.codec.quic.QuicStreamType;
import io.netty.incubator.codec.quic.QuicTransportParameters;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Keeps a connection alive that has nothing to say. QUIC has PING for that, the codec offers none,
 * and JAMNP-S has no message for it. What is left is to open a stream and reset it in the same
 * packet: legal for every peer (a reset is a cancelled request), asks for an acknowledgement, gives
 * its place under the stream limit back, and leaves nothing behind. Datagrams would need the peer's
 * consent and would pile up in one that never reads them; a connection id too many breaks peers
 * with a limit of two.
 *
 * <p>It is sent only when nothing has come in for a third of the shorter idle timeout of the two
 * sides, so that a peer that keeps the connection alive itself never sees it: whatever came in was
 * acknowledged by us, or acknowledges something of ours.
 *
 * <p>The same look finds streams that the peer wants no more of. Confined to the event loop.
 */
final class KeepAlive implements Runnable {
  /**
   * Shortest time between two looks, in milliseconds: a peer must not choose how busy it keeps us.
   * One that announces less than three of these is kept all the same where the network is slow,
   * since no idle timeout is shorter than three probe timeouts (RFC 9000, section 10.1).
   */
  static final long SHORTEST = 100;

  private final QuicConnection connection;
  private final QuicChannel channel;
  private final EventLoop loop;
  private final long interval;
  private long received = -1;
  private ScheduledFuture<?> timer;

  private KeepAlive(QuicConnection connection, long interval) {
    this.connection = connection;
    this.channel = connection.channel();
    this.loop = channel.eventLoop();
    this.interval = interval;
  }

  /** Begins to keep an established connection alive, until it is closed. */
  static void start(QuicConnection connection, QuicSettings settings) {
    QuicChannel channel = connection.channel();
    QuicTransportParameters peer = channel.peerTransportParameters();
    long theirs = peer == null ? 0 : peer.maxIdleTimeout();
    KeepAlive keepAlive = new KeepAlive(connection, interval(settings, theirs));
    keepAlive.schedule();
    channel.closeFuture().addListener(closed -> keepAlive.timer.cancel(false));
  }

  /**
   * Milliseconds between two looks at the connection.
   *
   * @param theirs the peer's idle timeout, 0 when it has none (RFC 9000, section 10.1)
   */
  static long interval(QuicSettings settings, long theirs) {
    Duration ours = settings.idleTimeout();
    long idle = theirs > 0 ? Math.min(theirs, ours.toMillis()) : ours.toMillis();
    return Math.max(SHORTEST, Math.min(settings.keepAlive().toMillis(), idle / 3));
  }

  private void schedule() {
    timer = loop.schedule(this, interval, TimeUnit.MILLISECONDS);
  }

  @Override
  public void run() {
    if (!channel.isActive()) {
      return;
    }
    long now = channel.collectStats().getNow().recv();
    if (now == received) {
      send();
    }
    received = now;
    connection.findStopped();
    schedule();
  }

  private void send() {
    if (channel.peerAllowedStreams(QuicStreamType.BIDIRECTIONAL) <= 0) {
      return; // a peer with so many streams open is not idle
    }
    QuicStreamChannel stream = channel.createStream(QuicStreamType.BIDIRECTIONAL, null).getNow();
    if (stream != null) {
      QuicInternals.abort(stream, 0);
    }
  }
}

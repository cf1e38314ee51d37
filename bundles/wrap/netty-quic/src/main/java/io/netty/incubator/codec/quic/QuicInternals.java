package io.netty.incubator.codec.quic;

import io.netty.util.concurrent.GlobalEventExecutor;

/**
 * What the QUIC codec does not offer to users, for the transport bundle. It sits in the codec's
 * package, and in the bundle that embeds the codec, since package-private members can be reached
 * only from the same package of the same class loader. What takes a channel is to be called on the
 * connection's event loop.
 */
public final class QuicInternals {
  private QuicInternals() {}

  /**
   * Begins a batch: until {@link #end}, writes to the connection's streams are collected in
   * datagrams instead of being sent one by one ({@code flush} on a stream does nothing).
   *
   * @return whether a batch was begun; false within a read cycle, which sends everything at its end
   *     by itself, so that {@link #end} must not be called
   */
  public static boolean begin(QuicChannel connection) {
    return ((QuicheQuicChannel) connection).markInFireChannelReadCompleteQueue();
  }

  /** Ends the batch and sends what has been written. */
  public static void end(QuicChannel connection) {
    ((QuicheQuicChannel) connection).recvComplete();
  }

  /**
   * Ends both halves of a stream with RESET_STREAM and STOP_SENDING, closes it and drops it from
   * the connection's table. The codec drops only streams with a FIN in both directions; one that
   * was reset would stay for as long as the connection lives.
   */
  public static void abort(QuicStreamChannel stream, int code) {
    QuicheQuicChannel connection = ((QuicheQuicStreamChannel) stream).parent();
    stream
        .shutdown(code, stream.newPromise())
        .addListener(
            shut ->
                stream.close().addListener(closed -> connection.streamClosed(stream.streamId())));
  }

  /**
   * Whether the peer has asked this side to stop sending on the stream. The codec itself tells so
   * at the next write only.
   */
  public static boolean stopped(QuicStreamChannel stream) {
    return ((QuicheQuicStreamChannel) stream).parent().streamCapacity(stream.streamId())
        == Quiche.QUICHE_ERR_STREAM_STOPPED;
  }

  /** The reason that the peer gave, empty when it gave none: the event's own method fails then. */
  public static byte[] reason(QuicConnectionCloseEvent event) {
    return event.reason == null ? new byte[0] : event.reason.clone();
  }

  /**
   * Starts the threads that Netty keeps for the whole JVM, so that they do not take the context
   * class loader, and with it the classes, of whoever needs them first.
   */
  public static void startGlobalThreads() {
    Thread current = Thread.currentThread();
    ClassLoader before = current.getContextClassLoader();
    current.setContextClassLoader(QuicInternals.class.getClassLoader());
    try {
      GlobalEventExecutor.INSTANCE.execute(() -> {});
    } finally {
      current.setContextClassLoader(before);
    }
  }
}

package io.tessera.net.transport;

/**
 * A bidirectional byte stream. Methods never block. {@link #write} is called by one thread at a
 * time, the others by any.
 */
public interface TransportStream {

  /** The QUIC stream id, or -1 as long as the transport has not opened the stream. */
  long id();

  /**
   * Queues bytes, in order. The caller bounds what it queues by {@link #queued}.
   *
   * @param bytes given away: the caller must not change it afterwards
   * @param fin whether these are the last: FIN goes out with them (length 0 for FIN alone)
   */
  void write(byte[] bytes, int offset, int length, boolean fin);

  /** Bytes queued here that the connection has not taken yet. */
  long queued();

  /**
   * Whether to go on reading; on in the beginning. When it is off a little that has been read
   * already may still be delivered, then flow control holds the peer back.
   */
  void reading(boolean on);

  /** Ends both halves with an application error code; what is queued is dropped. */
  void reset(long code);
}

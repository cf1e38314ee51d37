package io.tessera.net;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Codec;
import io.tessera.net.event.StreamFact;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A stream of messages with a peer (JAMNP-S, "Messages": each a little-endian 32-bit size, then the
 * content). Methods block the calling thread, which should be virtual. One thread may read while
 * another writes; either half is confined to one thread at a time.
 */
@ProviderType
public interface PeerStream extends AutoCloseable {

  /** The peer at the other end. */
  Peer peer();

  /** The stream kind. */
  int kind();

  /** Whether this side opened the stream. */
  boolean initiator();

  /**
   * Reads one message, which the value must fill to the last byte, under the protocol's cap.
   *
   * @throws StreamException MALFORMED when it does not decode, is too large or FIN came instead
   */
  <T> T read(Codec<T> codec) throws StreamException;

  /** Reads one message of at most {@code maxSize} bytes. */
  <T> T read(Codec<T> codec, int maxSize) throws StreamException;

  /** Reads one message, or nothing when FIN came instead. */
  <T> Optional<T> readOrFin(Codec<T> codec, int maxSize) throws StreamException;

  /**
   * Begins to read one message element by element while it comes in; to be read to its end.
   *
   * @param maxSize largest message accepted, in bytes
   */
  MessageReader beginRead(long maxSize) throws StreamException;

  /**
   * Expects FIN.
   *
   * @throws StreamException MALFORMED when there is a further byte
   */
  void readFin() throws StreamException;

  /** Writes one message; waits while too much is queued already. */
  <T> void write(Codec<T> codec, T message) throws StreamException;

  /** Writes one message with the content given. */
  void write(Bytes message) throws StreamException;

  /**
   * Begins to write one message piece by piece.
   *
   * @param size the content's size in bytes, below 2^32, which is sent first and must be met
   */
  MessageWriter beginWrite(long size) throws StreamException;

  /** Sends FIN: this side's half ends cleanly. */
  void finish() throws StreamException;

  /**
   * Writes one message and FIN with it: as {@link #write(Codec, Object)} and {@link #finish()}, but
   * both leave in one packet where they fit.
   */
  <T> void finish(Codec<T> codec, T last) throws StreamException;

  /**
   * Runs a second thread for this stream, for protocols that read and write independently. It is
   * interrupted when the stream ends; its failure ends the stream as a failure of {@code serve}
   * would.
   */
  void fork(String name, Task task);

  /**
   * Tells those who watch the node what the stream is about, or how far it is; costs nothing while
   * nobody does.
   */
  default void tell(StreamFact fact) {}

  /**
   * Ends the stream. Unless both halves ended with FIN it is reset: by an initiator, that cancels
   * the request.
   */
  @Override
  void close();

  /** Code that works on a stream. */
  @FunctionalInterface
  interface Task {
    /** Does the work. */
    void run() throws StreamException, InterruptedException;
  }
}

package io.tessera.net;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.JamWriter;
import org.osgi.annotation.versioning.ProviderType;

/** Reads one message element by element (a {@code [X]} line of JAMNP-S) while it comes in. */
@ProviderType
public interface MessageReader {
  /** Most bytes that {@link #nextBytes} takes at once. */
  int PIECE = 64 * 1024;

  /** The message's size in bytes, as its sender announced it. */
  long size();

  /** Whether there are bytes left in the message. */
  boolean hasNext();

  /**
   * Decodes the next element, waiting for its bytes.
   *
   * @param maxSize most bytes that the element may take
   * @throws StreamException MALFORMED when it does not decode or is larger
   */
  <T> T next(Codec<T> codec, int maxSize) throws StreamException;

  /**
   * The next bytes of the message as they are, waiting for them. They are taken in pieces, so that
   * memory grows with what comes, not with what was announced.
   *
   * @throws StreamException MALFORMED when the message has not so many left
   */
  default Bytes nextBytes(int size) throws StreamException {
    JamWriter bytes = new JamWriter(Math.min(size, PIECE));
    while (bytes.size() < size) {
      int length = Math.min(PIECE, size - bytes.size());
      Codec<byte[]> piece =
          Codec.of("bytes", in -> in.bytes(length), (value, out) -> out.bytes(value));
      bytes.bytes(next(piece, length));
    }
    return Bytes.wrap(bytes.toByteArray());
  }
}

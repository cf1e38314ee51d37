package io.tessera.net;

import io.tessera.lib.codec.Codec;

/** Reads one message element by element (a {@code [X]} line of JAMNP-S) while it comes in. */
public interface MessageReader {

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
}

package io.tessera.net;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Codec;
import org.osgi.annotation.versioning.ProviderType;

/** Writes one message piece by piece; {@link #close} checks that the size announced was met. */
@ProviderType
public interface MessageWriter extends AutoCloseable {

  /** Appends a value's encoding; waits while too much is queued already. */
  <T> void write(Codec<T> codec, T value) throws StreamException;

  /** Appends bytes as they are; waits while too much is queued already. */
  void write(Bytes bytes) throws StreamException;

  /**
   * Ends the message.
   *
   * @throws IllegalStateException when it is shorter than announced: a bug of the protocol
   */
  @Override
  void close() throws StreamException;
}

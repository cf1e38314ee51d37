package io.tessera.work;

import io.tessera.lib.codec.Bytes;
import io.tessera.net.Fault;
import io.tessera.net.MessageWriter;
import io.tessera.net.StreamException;
import io.tessera.net.Workers;
import java.io.IOException;
import org.osgi.annotation.versioning.ProviderType;

/** Octets that lie in the availability store. Safe from any thread. */
@ProviderType
public interface StoredBlob {
  /** Octets read at a time for a stream. */
  int PIECE = 64 * 1024;

  /** Number of octets. */
  long size();

  /**
   * A part of them. Reads from disk: to be called on platform threads only.
   *
   * @throws IOException when they cannot be read
   * @throws IndexOutOfBoundsException when there is no such part
   */
  Bytes read(long offset, int length) throws IOException;

  /** A part of this one. */
  default StoredBlob slice(long offset, long length) {
    StoredBlob whole = this;
    return new StoredBlob() {
      @Override
      public long size() {
        return length;
      }

      @Override
      public Bytes read(long from, int count) throws IOException {
        if (from < 0 || count < 0 || from > length - count) {
          throw new IndexOutOfBoundsException(from + " and " + count + " more of " + length);
        }
        return whole.read(offset + from, count);
      }
    };
  }

  /**
   * Writes all of them piece by piece, so that memory holds one piece only.
   *
   * @throws StreamException UNAVAILABLE when they cannot be read; others when the stream fails
   */
  default void writeTo(MessageWriter out, Workers workers) throws StreamException {
    for (long at = 0; at < size(); at += PIECE) {
      long from = at;
      int length = (int) Math.min(PIECE, size() - from);
      out.write(onDisk(workers, () -> read(from, length)));
    }
  }

  /**
   * Reads on a platform thread.
   *
   * @throws StreamException UNAVAILABLE when that fails, CANCELLED when the caller is interrupted
   */
  static <T> T onDisk(Workers workers, Workers.Computation<T, IOException> work)
      throws StreamException {
    try {
      return workers.compute(work);
    } catch (IOException e) {
      throw new StreamException(Fault.UNAVAILABLE, "it cannot be read here any more", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StreamException(Fault.CANCELLED, "stopped", e);
    }
  }
}

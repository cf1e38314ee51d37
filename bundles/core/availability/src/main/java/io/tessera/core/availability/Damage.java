package io.tessera.core.availability;

import io.tessera.lib.codec.CodecException;
import java.io.IOException;

/** What a file says is not believed: a file that does not read as what it should be is damaged. */
final class Damage {
  private Damage() {}

  /** Reads a file's head. */
  @FunctionalInterface
  interface Head<T> {
    T read() throws IOException;
  }

  /**
   * Reads the head of a file, which stays open only if that succeeds.
   *
   * @throws IOException when the file is damaged
   */
  static <T> T check(StoredFile file, Head<T> head) throws IOException {
    boolean good = false;
    try {
      T read = head.read();
      good = true;
      return read;
    } catch (CodecException | IndexOutOfBoundsException damaged) {
      throw new IOException("a damaged file", damaged);
    } finally {
      if (!good) {
        file.close();
      }
    }
  }
}

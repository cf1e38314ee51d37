package io.tessera.core.author;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * The highest slot that was sealed, on disk before the seal exists: to seal another block of a slot
 * would be to equivocate, whatever crashes in between. To write less often it can take a number of
 * slots in advance, which are lost to a crash. Confined to one thread.
 */
final class SealedSlots implements AutoCloseable {
  private static final String NAME = "author.slot";

  private final Path file;
  private final int advance;
  private long last;
  private long onDisk;

  /**
   * What a data directory remembers.
   *
   * @param advance how many more slots are taken with each write; 0 when every seal is written
   * @throws UncheckedIOException when the file cannot be read, or holds no slot
   */
  SealedSlots(Path directory, int advance) {
    file = directory.resolve(NAME);
    this.advance = advance;
    last = read();
    onDisk = last;
  }

  /** The highest slot that may have been sealed; negative when there is none. */
  long last() {
    return last;
  }

  /**
   * Takes a slot: returns when no later run can seal it again.
   *
   * @throws IllegalArgumentException when it is not above the last
   * @throws UncheckedIOException when it cannot be written; the slot must not be sealed then
   */
  void take(long slot) {
    if (slot <= last) {
      throw new IllegalArgumentException("slot " + slot + " may be sealed already, as is " + last);
    }
    if (slot > onDisk) {
      write(slot + advance);
    }
    last = slot;
  }

  /** Gives the slots back that were taken in advance. */
  @Override
  public void close() {
    if (onDisk > last) {
      write(last);
    }
  }

  private long read() {
    try {
      return Files.exists(file) ? Long.parseLong(Files.readString(file).trim()) : -1;
    } catch (IOException | NumberFormatException e) {
      throw new UncheckedIOException(
          new IOException(file + " does not tell the last slot that was sealed", e));
    }
  }

  private void write(long slot) {
    Path draft = file.resolveSibling(NAME + ".new");
    ByteBuffer text = ByteBuffer.wrap((slot + "\n").getBytes(StandardCharsets.US_ASCII));
    try {
      try (FileChannel channel =
          FileChannel.open(
              draft,
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              StandardOpenOption.TRUNCATE_EXISTING)) {
        while (text.hasRemaining()) {
          channel.write(text);
        }
        channel.force(true);
      }
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
      syncDirectory();
      onDisk = slot;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The new name is safe only when the directory is. */
  private void syncDirectory() throws IOException {
    try (FileChannel directory = FileChannel.open(file.toAbsolutePath().getParent())) {
      directory.force(true);
    }
  }
}

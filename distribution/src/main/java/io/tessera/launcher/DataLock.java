package io.tessera.launcher;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * One process per data directory: a lock on the file {@code node.lock} in it, which holds the
 * owner's process id. The system releases it however the process ends.
 */
final class DataLock implements AutoCloseable {
  private final FileChannel file;

  private DataLock(FileChannel file) {
    this.file = file;
  }

  /** Takes the directory, which is created when it is missing. */
  static DataLock take(Path data) throws IOException {
    Files.createDirectories(data);
    Path path = data.resolve("node.lock");
    FileChannel file =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    boolean taken = false;
    try {
      if (lock(file) == null) {
        throw new IOException(
            "the data directory '"
                + data
                + "' is in use by process "
                + Files.readString(path).strip()
                + "; stop it, or choose another directory with --data");
      }
      byte[] pid = Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8);
      file.truncate(0).write(ByteBuffer.wrap(pid), 0);
      taken = true;
      return new DataLock(file);
    } finally {
      if (!taken) {
        file.close();
      }
    }
  }

  private static FileLock lock(FileChannel file) throws IOException {
    try {
      return file.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // another node in this same process
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}

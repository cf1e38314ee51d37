package io.tessera.core.availability;

import io.tessera.lib.codec.Bytes;
import io.tessera.work.StoredBlob;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A file that is open for reading. */
final class StoredFile implements StoredBlob, AutoCloseable {
  private final FileChannel channel;
  private final long size;

  StoredFile(FileChannel channel, long size) {
    this.channel = channel;
    this.size = size;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public Bytes read(long offset, int length) throws IOException {
    if (offset < 0 || length < 0 || offset > size - length) {
      throw new IndexOutOfBoundsException(offset + " and " + length + " more of " + size);
    }
    byte[] bytes = new byte[length];
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, offset + buffer.position()) < 0) {
        throw new EOFException("a file has become shorter");
      }
    }
    return Bytes.wrap(bytes);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.tessera.operator.ssh;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Streams that tell whenever something passes. */
final class Active {
  private Active() {}

  /** What a client types. */
  static InputStream input(InputStream in, Runnable passed) {
    return new FilterInputStream(in) {
      @Override
      public int read() throws IOException {
        int octet = super.read();
        passed.run();
        return octet;
      }

      @Override
      public int read(byte[] bytes, int from, int count) throws IOException {
        int read = super.read(bytes, from, count);
        passed.run();
        return read;
      }
    };
  }

  /** What it is told; sent at once, since the library keeps it until it is flushed. */
  static OutputStream output(OutputStream out, Runnable passed) {
    return new FilterOutputStream(out) {
      @Override
      public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int from, int count) throws IOException {
        out.write(bytes, from, count);
        out.flush();
        passed.run();
      }
    };
  }
}

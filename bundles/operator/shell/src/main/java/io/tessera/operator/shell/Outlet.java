package io.tessera.operator.shell;

import java.io.IOException;
import java.io.OutputStream;

/**
 * A line's way to a stream that somebody else closes. When that fails, the line is interrupted: a
 * {@link java.io.PrintStream}, which commands print to, keeps a failure to itself.
 */
final class Outlet extends OutputStream {
  private final OutputStream out;
  private final Runnable whenBroken;
  private volatile boolean broken;

  Outlet(OutputStream out, Runnable whenBroken) {
    this.out = out;
    this.whenBroken = whenBroken;
  }

  /** Whether something could not be written. */
  boolean broken() {
    return broken;
  }

  @Override
  public void write(int octet) throws IOException {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int count) throws IOException {
    try {
      out.write(bytes, from, count);
    } catch (IOException e) {
      broken = true;
      whenBroken.run();
      throw e;
    }
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  @Override
  public void close() throws IOException {
    flush();
  }
}

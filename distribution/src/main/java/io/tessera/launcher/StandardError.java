package io.tessera.launcher;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;

/**
 * The process's standard error, where {@code conf/logback.xml} has the console's log go. {@code
 * System.err} is not that: on a thread that executes a command of the shell it is the command's
 * own, and what the node logs there would be told to who gave the command.
 */
public final class StandardError extends FilterOutputStream {
  /** Made by Logback. */
  public StandardError() {
    super(new FileOutputStream(FileDescriptor.err));
  }

  /** In one piece, unlike what this extends. */
  @Override
  public void write(byte[] bytes, int from, int count) throws IOException {
    out.write(bytes, from, count);
  }

  /** It is the process's, and stays open when the log is closed. */
  @Override
  public void close() throws IOException {
    flush();
  }
}

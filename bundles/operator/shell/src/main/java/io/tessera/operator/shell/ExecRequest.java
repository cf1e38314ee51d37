package io.tessera.operator.shell;

import io.tessera.net.operator.OperatorShell;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * What a client says once: a byte for the version, the columns of its terminal (4 bytes, 0 when it
 * has none), and, each with its size in UTF-8 (4 bytes) before it, the folder that it runs in and
 * the line. Then it keeps the connection open for as long as it wants the answer.
 *
 * @param columns as {@link OperatorShell.Call} has it
 * @param folder where it looks for files
 * @param line the line
 */
record ExecRequest(int columns, Path folder, String line) {
  static final byte VERSION = 2;
  private static final int WIDEST = 10_000;
  private static final int LONGEST_FOLDER = 4096;

  /** Reads it; the message of the failure is for the client. */
  static ExecRequest read(DataInputStream in) throws IOException {
    byte version = in.readByte();
    if (version != VERSION) {
      throw new IOException(
          "this node's door speaks version "
              + VERSION
              + ", not "
              + version
              + "; use its own tessera");
    }
    int columns = Math.clamp(in.readInt(), 0, WIDEST);
    Path folder = folder(text(in, "folder", LONGEST_FOLDER));
    return new ExecRequest(columns, folder, text(in, "line", OperatorShell.LONGEST));
  }

  private static String text(DataInputStream in, String what, int longest) throws IOException {
    int size = in.readInt();
    if (size < 0 || size > longest) {
      throw new IOException("the " + what + " has " + size + " bytes; the most is " + longest);
    }
    byte[] text = new byte[size];
    in.readFully(text);
    return new String(text, StandardCharsets.UTF_8);
  }

  private static Path folder(String name) throws IOException {
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw new IOException("the folder is none: " + e.getReason(), e);
    }
  }
}

package io.tessera.operator.shell;

import io.tessera.net.operator.OperatorShell;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * What a client says once: a byte for the version, the columns of its terminal (4 bytes, 0 when it
 * has none), the size of the line in UTF-8 (4 bytes) and the line. Then it keeps the connection
 * open for as long as it wants the answer.
 *
 * @param columns as {@link OperatorShell.Call} has it
 * @param line the line
 */
record ExecRequest(int columns, String line) {
  static final byte VERSION = 1;
  private static final int WIDEST = 10_000;

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
    int size = in.readInt();
    if (size < 0 || size > OperatorShell.LONGEST) {
      throw new IOException(
          "the line has " + size + " bytes; the most is " + OperatorShell.LONGEST);
    }
    byte[] line = new byte[size];
    in.readFully(line);
    return new ExecRequest(columns, new String(line, StandardCharsets.UTF_8));
  }
}

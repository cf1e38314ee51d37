package io.tessera.operator.shell;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * What the door sends: frames of a letter, a 4-byte size (highest byte first) and that many bytes.
 * {@link #HELLO} comes first and means that there is room; then the client says what it wants (see
 * {@link ExecRequest}); {@link #OUT} and {@link #ERR} follow, and {@link #STATUS} ends it. A frame
 * is written by one thread at a time, and blocks while the client does not read.
 */
final class ExecFrames {
  static final byte HELLO = 'H';
  static final byte OUT = 'O';
  static final byte ERR = 'E';
  static final byte STATUS = 'S';

  private final DataOutputStream out;

  ExecFrames(OutputStream out) {
    this.out = new DataOutputStream(out);
  }

  synchronized void send(byte kind, byte[] bytes, int from, int count) throws IOException {
    // One write of the whole, or a small frame would be three packets.
    byte[] frame = new byte[5 + count];
    frame[0] = kind;
    frame[1] = (byte) (count >>> 24);
    frame[2] = (byte) (count >>> 16);
    frame[3] = (byte) (count >>> 8);
    frame[4] = (byte) count;
    System.arraycopy(bytes, from, frame, 5, count);
    out.write(frame);
    out.flush();
  }

  void hello() throws IOException {
    send(HELLO, new byte[] {ExecRequest.VERSION}, 0, 1);
  }

  void error(String line) throws IOException {
    byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
    send(ERR, bytes, 0, bytes.length);
  }

  void status(int status) throws IOException {
    send(STATUS, new byte[] {(byte) status}, 0, 1);
  }

  /** Output of one kind; what Gogo writes is a buffer at a time. */
  OutputStream stream(byte kind) {
    return new OutputStream() {
      @Override
      public void write(int octet) throws IOException {
        send(kind, new byte[] {(byte) octet}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int from, int count) throws IOException {
        send(kind, bytes, from, count);
      }
    };
  }
}

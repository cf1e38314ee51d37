package io.tessera.work;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Codec;
import io.tessera.net.Fault;
import io.tessera.net.MessageReader;
import io.tessera.net.PeerStream;
import io.tessera.net.StreamException;
import java.io.ByteArrayOutputStream;

/** Reads messages whose size both sides know, such as shards. */
public final class ExactMessage {
  /** Memory grows with what comes, not with what was announced. */
  private static final int PIECE = 64 * 1024;

  private ExactMessage() {}

  /**
   * Reads one message of exactly so many bytes.
   *
   * @throws StreamException MISBEHAVED when it is shorter; MALFORMED when it is longer
   */
  public static Bytes read(PeerStream stream, int size) throws StreamException {
    MessageReader message = stream.beginRead(size);
    if (message.size() != size) {
      throw new StreamException(
          Fault.MISBEHAVED, "a message of " + message.size() + " bytes instead of " + size);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(Math.min(size, PIECE));
    while (message.hasNext()) {
      int next = Math.min(PIECE, size - bytes.size());
      bytes.writeBytes(message.next(piece(next), next));
    }
    return Bytes.wrap(bytes.toByteArray());
  }

  private static Codec<byte[]> piece(int size) {
    return Codec.of("piece", in -> in.bytes(size), (bytes, out) -> out.bytes(bytes));
  }
}

package io.tessera.testing.bench;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.JamReader;
import io.tessera.lib.codec.JamWriter;
import io.tessera.lib.codec.PeerId;
import io.tessera.net.MessageReader;
import io.tessera.net.MessageWriter;
import io.tessera.net.PeerStream;
import io.tessera.net.StreamException;
import io.tessera.net.StreamProtocol;
import io.tessera.net.Streams;
import java.time.Duration;

/**
 * Bench protocol: 35 bytes that begin with a number, answered by one message of as many bytes. With
 * kind byte and message size that is 40 bytes of request.
 */
final class Transfer implements StreamProtocol {
  static final int KIND = 250;
  private static final int CHUNK = 64 * 1024;
  private static final Bytes FILLING = Bytes.wrap(new byte[CHUNK]);

  /** A number, then 27 bytes without meaning. */
  private static final Codec<Long> REQUEST =
      new Codec<>() {
        @Override
        public Long decode(JamReader in) {
          long size = in.u64();
          in.bytes(27);
          return size;
        }

        @Override
        public void encode(Long value, JamWriter out) {
          out.u64(value);
          out.bytes(new byte[27]);
        }
      };

  /** Takes what there is up to a chunk. */
  private record Chunk(int size) implements Codec<Bytes> {
    @Override
    public Bytes decode(JamReader in) {
      return Bytes.wrap(in.bytes(size));
    }

    @Override
    public void encode(Bytes value, JamWriter out) {
      out.bytes(value);
    }
  }

  @Override
  public String name() {
    return "bench transfer";
  }

  @Override
  public void serve(PeerStream stream) throws StreamException {
    long size = stream.read(REQUEST);
    stream.readFin();
    if (size <= CHUNK) {
      stream.finish(new Chunk((int) size), Bytes.wrap(new byte[(int) size]));
    } else {
      try (MessageWriter message = stream.beginWrite(size)) {
        for (long left = size; left > 0; left -= CHUNK) {
          message.write(left >= CHUNK ? FILLING : Bytes.wrap(new byte[(int) left]));
        }
      }
      stream.finish();
    }
  }

  /** One exchange; returns the bytes of the answer. */
  static long ask(Streams streams, PeerId peer, long size) throws StreamException {
    try (PeerStream stream = streams.open(peer, KIND, Duration.ofSeconds(30))) {
      stream.finish(REQUEST, size);
      long received = 0;
      if (size <= CHUNK) {
        received = stream.read(new Chunk((int) size), CHUNK).size();
      } else {
        MessageReader message = stream.beginRead(size);
        while (message.hasNext()) {
          int next = (int) Math.min(CHUNK, message.size() - received);
          received += message.next(new Chunk(next), CHUNK).size();
        }
      }
      stream.readFin();
      return received;
    }
  }
}

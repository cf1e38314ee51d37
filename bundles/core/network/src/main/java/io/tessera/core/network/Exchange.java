package io.tessera.core.network;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.JamReader;
import io.tessera.lib.codec.JamWriter;
import io.tessera.lib.codec.PeerId;
import io.tessera.net.Fault;
import io.tessera.net.NetworkService;
import io.tessera.net.PeerStream;
import io.tessera.net.StreamException;
import io.tessera.net.Streams;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One exchange on a stream of its own: messages and FIN out, messages until FIN in. */
final class Exchange {
  private static final Duration TIMEOUT = Duration.ofSeconds(15);

  /** Each costs some memory beside its bytes. */
  static final int MAX_REPLIES = 4096;

  /** The content of a message, whatever it is. */
  private static final Codec<Bytes> CONTENT =
      new Codec<>() {
        @Override
        public Bytes decode(JamReader in) {
          return Bytes.wrap(in.bytes((int) in.remaining()));
        }

        @Override
        public void encode(Bytes value, JamWriter out) {
          out.bytes(value);
        }
      };

  private Exchange() {}

  static List<Bytes> run(Streams streams, PeerId peer, int kind, List<Bytes> messages)
      throws StreamException {
    try (PeerStream stream = streams.open(peer, kind, TIMEOUT)) {
      for (Bytes message : messages) {
        stream.write(message);
      }
      stream.finish();
      List<Bytes> replies = new ArrayList<>();
      int room = NetworkService.MAX_REPLY;
      for (Optional<Bytes> reply = stream.readOrFin(CONTENT, room);
          reply.isPresent();
          reply = stream.readOrFin(CONTENT, room)) {
        room -= reply.get().size();
        replies.add(reply.get());
        if (replies.size() > MAX_REPLIES) {
          throw new StreamException(
              Fault.MALFORMED, "more than " + MAX_REPLIES + " messages in reply");
        }
      }
      return replies;
    }
  }
}

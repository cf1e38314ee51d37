package io.tessera.testing.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.JamReader;
import io.tessera.lib.codec.JamWriter;
import io.tessera.net.PeerStream;
import io.tessera.net.StreamException;
import io.tessera.net.StreamProtocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PeerPairTest {
  static final Codec<Bytes> ALL =
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

  static final class Echo implements StreamProtocol {
    @Override
    public String name() {
      return "echo";
    }

    @Override
    public void serve(PeerStream stream) throws StreamException {
      Bytes message = stream.read(ALL);
      stream.readFin();
      stream.write(ALL, message);
      stream.finish();
    }
  }

  @Test
  void aRequestIsAnswered() throws Exception {
    try (PeerPair pair = new PeerPair()) {
      pair.acceptor().serve(200, new Echo());
      try (PeerStream stream = pair.initiator().open(200)) {
        stream.write(Bytes.fromHex("0102"));
        stream.finish();
        assertEquals("0102", stream.read(ALL).toHex());
        stream.readFin();
      }
    }
  }

  @Test
  void goldenBytesOfARequest() throws Exception {
    try (TestNode node = new TestNode();
        RawPeer raw = RawPeer.dialing(node)) {
      node.serve(200, new Echo());
      RawStream stream = raw.open();
      stream.send("c8 02000000 0102").fin();
      assertEquals("020000000102", stream.receiveAll());
    }
  }
}

package io.tessera.testing.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tessera.lib.codec.Bytes;
import io.tessera.net.PeerStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PeerPairTest {

  @Test
  void aRequestIsAnswered() throws Exception {
    try (PeerPair pair = new PeerPair()) {
      pair.acceptor().serve(200, Protocols.of(Protocols::echo));
      try (PeerStream stream = pair.initiator().open(200)) {
        stream.write(Bytes.fromHex("0102"));
        stream.finish();
        assertEquals("0102", stream.read(Protocols.ALL).toHex());
        stream.readFin();
      }
    }
  }

  @Test
  void goldenBytesOfARequest() throws Exception {
    try (TestNode node = new TestNode();
        RawPeer raw = RawPeer.dialing(node)) {
      node.serve(200, Protocols.of(Protocols::echo));
      RawStream stream = raw.open();
      stream.send("c8 02000000 0102").fin();
      assertEquals("020000000102", stream.receiveAll());
    }
  }
}

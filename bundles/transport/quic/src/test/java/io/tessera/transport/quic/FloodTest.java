package io.tessera.transport.quic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.incubator.codec.quic.QuicChannel;
import io.netty.incubator.codec.quic.QuicStreamType;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.JamReader;
import io.tessera.lib.codec.JamWriter;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.crypto.Ed25519KeyPair;
import io.tessera.net.PeerStream;
import io.tessera.net.StreamException;
import io.tessera.net.StreamProtocol;
import io.tessera.net.Streams.ProtocolInfo;
import io.tessera.net.transport.Connection;
import io.tessera.net.transport.StreamHost.Attachment;
import io.tessera.testing.testkit.TestNode;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * 10,000 streams of one peer, over QUIC into a stream runtime: what is held of them has its bounds,
 * and who asks on another connection gets the answer meanwhile.
 */
@Timeout(60)
class FloodTest {
  private static final boolean SOAK = Boolean.getBoolean("tessera.soak");
  private static final int STREAMS = 10_000;

  /** As many streams as a peer may have open. */
  private static final int MOST = QuicSettings.listenOn("127.0.0.1", 0).maxStreams();

  /** Answers to others in a row in which the flood has not gone on: then it will not. */
  private static final int IN_VAIN = 1_000;

  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final int KIND = 0xc8;
  private static final byte[] REQUEST = HexFormat.of().parseHex("c8020000000102");
  private static final byte[] ANSWER = HexFormat.of().parseHex("020000000102");
  private static final byte[] UNFINISHED = HexFormat.of().parseHex("c80200");

  private static final Codec<Bytes> TWO =
      new Codec<>() {
        @Override
        public Bytes decode(JamReader in) {
          return Bytes.wrap(in.bytes(2));
        }

        @Override
        public void encode(Bytes value, JamWriter out) {
          out.bytes(value);
        }
      };

  private final Ed25519KeyPair keys = Ed25519KeyPair.generate(new SecureRandom());
  private final TestNode streams = new TestNode();
  private Node node;
  private Node other;
  private Wires asks;
  private RawPeer hostile;
  private QuicChannel channel;
  private Connection flooded;
  private Attachment attachment;

  /** Sends back what it gets. */
  private record Echo(Limits limits) implements StreamProtocol {
    @Override
    public String name() {
      return "echo";
    }

    @Override
    public void serve(PeerStream stream) throws StreamException {
      Bytes message = stream.read(TWO);
      stream.readFin();
      stream.finish(TWO, message);
    }
  }

  @BeforeEach
  void connect() throws Exception {
    node = new Node();
    other = new Node();
    Connection dialed = other.dial(node);
    streams.attach(node.next());
    asks = Wires.start(dialed);
    Forgery certificate = Forgery.ed25519(keys, Forgery.dns(new PeerId(keys.publicKey()).name()));
    hostile = RawPeer.client(Optional.of(certificate.manager()), RawPeer.PROTOCOL);
    channel = Node.get(hostile.dial(node));
    flooded = node.next();
    attachment = streams.attachment(flooded);
  }

  @AfterEach
  void close() {
    streams.close();
    hostile.close();
    other.close();
    node.close();
  }

  private void serve(int maxPerPeer) {
    streams.serve(KIND, new Echo(new StreamProtocol.Limits(1000, LIMIT, maxPerPeer)));
  }

  private ProtocolInfo info() {
    return streams.streams().protocols().getFirst();
  }

  /** The other peer asks and is answered. */
  private void ask() throws Exception {
    Wire wire = asks.open();
    wire.finish(REQUEST);
    assertArrayEquals(ANSWER, Node.get(wire.fin));
  }

  /** What is held of the hostile peer's streams, in the runtime and in the codec. */
  private int held() throws Exception {
    int inRuntime = attachment.activeStreams();
    int inCodec = Table.size(flooded);
    assertTrue(inRuntime <= MOST && inCodec <= MOST, inRuntime + ", " + inCodec + " streams held");
    return Math.max(inRuntime, inCodec);
  }

  /** Ends with nothing held, and with both peers still connected. */
  private void assertOver() throws Exception {
    while (held() > 0) {
      ask();
    }
    assertEquals(2, node.transport.info().connections());
  }

  /**
   * As many as come before the peer is disconnected for it, or before its codec tells it of no more
   * room: the packet that does may be lost in the flood.
   */
  @Test
  void streamsThatAreResetAtOnce() throws Exception {
    serve(64);
    Flood flood = Flood.start(channel, REQUEST, true);
    int asksInVain = 0;
    for (int before = 0;
        flood.opened() < STREAMS && channel.isActive() && asksInVain < IN_VAIN;
        before = flood.opened()) {
      ask();
      held();
      asksInVain = flood.opened() == before ? asksInVain + 1 : 0;
    }
    flood.stop();
    assertTrue(flood.opened() >= MOST, flood.opened() + " streams");
    while (held() > 0) {
      ask();
    }
    ask();
  }

  /** As many as may be open at once; when their time is over there is room for the next lot. */
  @Test
  void streamsThatAreLeftUnfinished() throws Exception {
    serve(MOST);
    Flood flood = Flood.start(channel, UNFINISHED, false);
    while (held() < MOST) {
      ask();
    }
    assertEquals(0, channel.peerAllowedStreams(QuicStreamType.BIDIRECTIONAL));
    int enough = SOAK ? STREAMS : MOST + 1;
    while (flood.opened() < enough) {
      ask();
      held();
      if (info().active() + info().failed() == flood.opened()) { // all that it opened have come
        streams.clock().advance(LIMIT.plusSeconds(1));
      }
    }
    flood.stop();
    while (info().failed() < flood.opened()) {
      ask();
      streams.clock().advance(LIMIT.plusSeconds(1));
    }
    assertOver();
  }
}

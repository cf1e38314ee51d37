package io.tessera.transport.quic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.incubator.codec.quic.QuicChannel;
import io.netty.incubator.codec.quic.QuicConnectionCloseEvent;
import io.netty.incubator.codec.quic.QuicInternals;
import io.netty.incubator.codec.quic.QuicStreamChannel;
import io.netty.incubator.codec.quic.QuicStreamType;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.crypto.Ed25519KeyPair;
import io.tessera.net.Fault;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Streams that are reset before their first byte. */
class ChurnTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  @Test
  void moreThanTwiceAllStreamsInASecondAreTooMany() {
    Churn fast = new Churn(1_000);
    for (int i = 0; i < 2_000; i++) {
      assertFalse(fast.tooMany(-5 + i));
    }
    assertTrue(fast.tooMany(SECOND - 6));
    Churn slow = new Churn(1_000);
    for (int second = 0; second < 10; second++) {
      for (int i = 0; i < 2_000; i++) {
        assertFalse(slow.tooMany(second * SECOND));
      }
    }
  }

  @Test
  void whoDoesNothingElseIsDisconnected() throws Exception {
    Ed25519KeyPair keys = Ed25519KeyPair.generate(new SecureRandom());
    Forgery certificate = Forgery.ed25519(keys, Forgery.dns(new PeerId(keys.publicKey()).name()));
    QuicSettings few = Settings.maxStreams(QuicSettings.listenOn("127.0.0.1", 0), 8);
    try (Node node = new Node(few);
        RawPeer peer = RawPeer.client(Optional.of(certificate.manager()), RawPeer.PROTOCOL)) {
      QuicChannel dialed = Node.get(peer.dial(node));
      Wires seen = Wires.start(node.next());
      dialed.eventLoop().execute(() -> churn(dialed));
      QuicConnectionCloseEvent close = Node.get(peer.refused);
      assertEquals(Fault.MISBEHAVED.code(), close.error());
      assertEquals(0, seen.accepted.size());
    }
  }

  /** As many as the peer allows, again and again. */
  private static void churn(QuicChannel connection) {
    boolean batch = QuicInternals.begin(connection);
    for (int i = 0;
        i < 100 && connection.peerAllowedStreams(QuicStreamType.BIDIRECTIONAL) > 0;
        i++) {
      QuicStreamChannel stream =
          connection
              .createStream(QuicStreamType.BIDIRECTIONAL, new ChannelInboundHandlerAdapter())
              .getNow();
      if (stream != null) {
        QuicInternals.abort(stream, 0);
      }
    }
    if (batch) {
      QuicInternals.end(connection);
    }
    if (connection.isActive()) {
      connection.eventLoop().execute(() -> churn(connection));
    }
  }
}

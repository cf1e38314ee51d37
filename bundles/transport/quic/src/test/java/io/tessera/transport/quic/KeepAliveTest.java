package io.tessera.transport.quic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.incubator.codec.quic.DefaultQuicStreamFrame;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.crypto.Ed25519KeyPair;
import io.tessera.net.transport.Connection;
import java.security.SecureRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class KeepAliveTest {

  @Test
  void theShorterIdleTimeoutOfBothSidesCounts() {
    QuicSettings settings = QuicSettings.listenOn("::", 0);
    assertEquals(10_000, KeepAlive.interval(settings, 0));
    assertEquals(10_000, KeepAlive.interval(settings, 600_000));
    assertEquals(2_000, KeepAlive.interval(settings, 6_000));
    assertEquals(1_000, KeepAlive.interval(Settings.idleMillis(settings, 3_000), 60_000));
  }

  @Test
  void aPeerDoesNotChooseHowBusyItKeepsUs() {
    QuicSettings settings = QuicSettings.listenOn("::", 0);
    assertEquals(KeepAlive.SHORTEST, KeepAlive.interval(settings, 1));
    assertEquals(KeepAlive.SHORTEST, KeepAlive.interval(settings, 299));
  }

  /** Counts the streams that a keep-alive opens, and answers others with one byte. */
  private static final class Counter extends ChannelInboundHandlerAdapter {
    final CountDownLatch opened = new CountDownLatch(6);

    @Override
    public boolean isSharable() {
      return true;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
      opened.countDown();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event == ChannelInputShutdownEvent.INSTANCE) {
        context
            .writeAndFlush(
                new DefaultQuicStreamFrame(context.alloc().directBuffer().writeByte(7), true))
            .addListener(done -> context.fireChannelReadComplete());
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.close().addListener(closed -> context.fireChannelReadComplete());
    }
  }

  /** The peer, whose idle timeout is half a second, does nothing to keep the connection. */
  @Test
  void aSilentPeerIsKept() throws Exception {
    Ed25519KeyPair keys = Ed25519KeyPair.generate(new SecureRandom());
    Forgery certificate = Forgery.ed25519(keys, Forgery.dns(new PeerId(keys.publicKey()).name()));
    Counter counter = new Counter();
    try (Node node = new Node();
        RawPeer peer = RawPeer.server(certificate.manager(), RawPeer.PROTOCOL, counter)) {
      Connection dialed = Node.get(node.transport.dial(peer.address(), false));
      assertTrue(
          counter.opened.await(Node.SECONDS, TimeUnit.SECONDS),
          "each takes a third of the idle timeout at least");
      assertFalse(dialed.closed().toCompletableFuture().isDone());
      Wire wire = Wires.start(dialed).open();
      wire.finish(new byte[] {1});
      assertArrayEquals(new byte[] {7}, Node.get(wire.fin));
    }
  }

  /** Each side has an idle timeout of half a second; the streams of a keep-alive stay unseen. */
  @Test
  void twoNodesKeepEachOther() throws Exception {
    QuicSettings settings = Settings.idleMillis(QuicSettings.listenOn("127.0.0.1", 0), 500);
    try (Node a = new Node(settings);
        Node b = new Node(settings)) {
      Connection dialed = a.dial(b);
      Connection accepted = b.next();
      Wires mine = Wires.start(dialed);
      Wires theirs = Wires.start(accepted);
      assertThrows(
          TimeoutException.class,
          () -> dialed.closed().toCompletableFuture().get(2, TimeUnit.SECONDS),
          "for four idle timeouts");
      assertFalse(accepted.closed().toCompletableFuture().isDone());
      assertEquals(0, mine.accepted.size() + theirs.accepted.size());
    }
  }

  @Test
  void aPeerThatIsGoneIsNoticed() throws Exception {
    Ed25519KeyPair keys = Ed25519KeyPair.generate(new SecureRandom());
    Forgery certificate = Forgery.ed25519(keys, Forgery.dns(new PeerId(keys.publicKey()).name()));
    try (Node node = new Node();
        RawPeer peer =
            RawPeer.server(
                certificate.manager(), RawPeer.PROTOCOL, new ChannelInboundHandlerAdapter())) {
      Connection dialed = Node.get(node.transport.dial(peer.address(), false));
      peer.vanish();
      assertEquals("idle for too long", Node.reason(dialed));
    }
  }
}

package io.tessera.transport.quic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.incubator.codec.quic.DefaultQuicStreamFrame;
import io.netty.incubator.codec.quic.QuicStreamChannel;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.crypto.Ed25519KeyPair;
import io.tessera.net.transport.Connection;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A peer that asks to stop sending, which the codec does not tell. */
class StopSendingTest {
  private final Ed25519KeyPair keys = Ed25519KeyPair.generate(new SecureRandom());

  /** The streams that the peer has accepted, with their first byte. */
  private final LinkedBlockingQueue<QuicStreamChannel> opened = new LinkedBlockingQueue<>();

  private Node node;
  private RawPeer peer;
  private Connection dialed;

  private final class Streams extends ChannelInboundHandlerAdapter {
    @Override
    public boolean isSharable() {
      return true;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      opened.add((QuicStreamChannel) context.channel());
      context.fireChannelRead(message);
    }
  }

  @BeforeEach
  void connect() throws Exception {
    node = new Node();
    peer =
        RawPeer.server(
            Forgery.ed25519(keys, Forgery.dns(new PeerId(keys.publicKey()).name())).manager(),
            RawPeer.PROTOCOL,
            new Streams());
    dialed = Node.get(node.transport.dial(peer.address(), false));
  }

  @AfterEach
  void close() {
    node.close();
    peer.close();
  }

  private QuicStreamChannel next() throws InterruptedException {
    QuicStreamChannel stream = opened.poll(Node.SECONDS, TimeUnit.SECONDS);
    assertTrue(stream != null, "no stream came in");
    return stream;
  }

  private static void stop(QuicStreamChannel stream) throws Exception {
    CompletableFuture<Boolean> stopped = new CompletableFuture<>();
    stream.shutdownInput(5).addListener(done -> stopped.complete(done.isSuccess()));
    assertTrue(Node.get(stopped));
  }

  @Test
  void itIsSeenWithoutAWrite() throws Exception {
    Wire wire = Wires.start(dialed).open();
    wire.send(new byte[] {1});
    stop(next());
    assertEquals(0, Node.get(wire.reset), "the code is not known");
    assertEquals(1, wire.ends.get());
  }

  /** One look has just been, and no further packet brings about another. */
  @Test
  void itIsSeenOnEachStreamThoughManyAreStopped() throws Exception {
    Wires wires = Wires.start(dialed);
    List<Wire> sent = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Wire wire = wires.open();
      wire.send(new byte[] {1});
      sent.add(wire);
    }
    for (int i = 0; i < 5; i++) {
      stop(next());
    }
    for (Wire wire : sent) {
      assertEquals(0, Node.get(wire.reset));
    }
  }

  @Test
  void itIsSeenByAWriteThatWaits() throws Exception {
    Wire wire = Wires.start(dialed).open();
    wire.send(new byte[] {1});
    QuicStreamChannel theirs = next();
    theirs.config().setAutoRead(false);
    wire.send(new byte[8 << 20]);
    stop(theirs);
    assertEquals(0, Node.get(wire.reset));
    assertEquals(1, wire.ends.get());
    assertEquals(0, wire.stream.queued());
  }

  @Test
  void itDoesNotMatterToWhoHasFinished() throws Exception {
    Wire wire = Wires.start(dialed).open();
    wire.finish(new byte[] {1});
    QuicStreamChannel theirs = next();
    stop(theirs);
    CompletableFuture<Boolean> answered = new CompletableFuture<>();
    theirs
        .writeAndFlush(new DefaultQuicStreamFrame(Unpooled.wrappedBuffer(new byte[] {9}), true))
        .addListener(done -> answered.complete(done.isSuccess()));
    assertTrue(Node.get(answered));
    assertArrayEquals(new byte[] {9}, Node.get(wire.fin));
    assertFalse(wire.reset.isDone());
  }
}

package io.tessera.transport.quic;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.incubator.codec.quic.QuicChannel;
import io.netty.incubator.codec.quic.QuicConnectionCloseEvent;
import io.tessera.lib.codec.PeerId;
import io.tessera.net.transport.WrongPeerException;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection until its handshake is done: then {@link QuicConnection} takes its place in the
 * pipeline. Ends in exactly one call, of {@code established} or of {@code failed}. Confined to the
 * event loop.
 */
final class Handshake extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(Handshake.class);

  private final Tls tls;
  private final ReadCycle cycle;
  private final PeerCheck check;
  private final boolean initiator;
  private final Consumer<QuicConnection> established;
  private final Consumer<IOException> failed;
  private ChannelHandlerContext context;
  private boolean done;

  Handshake(
      Tls tls,
      ReadCycle cycle,
      PeerCheck check,
      boolean initiator,
      Consumer<QuicConnection> established,
      Consumer<IOException> failed) {
    this.tls = tls;
    this.cycle = cycle;
    this.check = check;
    this.initiator = initiator;
    this.established = established;
    this.failed = failed;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
  }

  @Override
  public void channelActive(ChannelHandlerContext active) {
    QuicChannel channel = (QuicChannel) active.channel();
    try {
      PeerId peer = peer(channel);
      boolean builder = builder(channel);
      QuicConnection connection = new QuicConnection(channel, cycle, peer, initiator, builder);
      done = true;
      context.pipeline().replace(this, "connection", connection);
      established.accept(connection);
    } catch (IOException e) {
      fail(e);
    }
  }

  private PeerId peer(QuicChannel channel) throws IOException {
    Optional<PeerId> found = check.found();
    if (found.isPresent()) {
      return found.get();
    }
    // TLS had no reason to ask us (a resumed session): the rules hold all the same.
    try {
      check.check(channel.sslEngine().getSession().getPeerCertificates()[0].getEncoded());
    } catch (SSLPeerUnverifiedException | CertificateException e) {
      throw check.refusal().orElse(new IOException(TlsErrors.NO_CERTIFICATE, e));
    }
    return check.found().orElseThrow();
  }

  private boolean builder(QuicChannel channel) throws IOException {
    String agreed = channel.sslEngine().getApplicationProtocol();
    Optional<Boolean> builder = tls.builder(agreed);
    if (builder.isEmpty() || (initiator && !check.protocol().equals(agreed))) {
      throw new WrongPeerException(
          "the peer speaks another protocol than " + check.protocol(), null);
    }
    return builder.get();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext active, Object event) {
    if (event instanceof QuicConnectionCloseEvent close) {
      fail(refused(close));
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext active, Throwable cause) {
    fail(TlsErrors.of("handshake failed", cause));
  }

  @Override
  public void channelInactive(ChannelHandlerContext active) {
    closed((QuicChannel) active.channel());
  }

  /**
   * The channel is closed, which is the end of the handshake unless that was told before. To be
   * called by whoever sees it close: Netty's event above comes only for a channel that was active,
   * and one that is given up for silence in mid-handshake never was.
   */
  void closed(QuicChannel channel) {
    fail(
        new IOException(
            channel.isTimedOut() ? "no answer" : "closed before the handshake was done"));
  }

  static IOException refused(QuicConnectionCloseEvent close) {
    if (CloseReasons.isPeersLack(close)) {
      return new IOException(CloseReasons.of(close));
    }
    String reason = "refused by the peer: " + CloseReasons.of(close);
    return CloseReasons.isOtherChain(close)
        ? new WrongPeerException(reason, null)
        : new IOException(reason);
  }

  /** Ends the handshake with the reason, or with a better one when the certificate was bad. */
  void fail(IOException reason) {
    if (!done) {
      done = true;
      failed.accept(check.refusal().orElse(reason));
      if (context != null) {
        // Later: a failure may be found in the middle of sending, and the peer is to be told why.
        Channel channel = context.channel();
        channel.eventLoop().execute(() -> close(channel, reason));
      }
    }
  }

  private static void close(Channel channel, IOException reason) {
    channel.close().addListener(closed -> LOG.trace("Handshake ended: {}", reason.getMessage()));
  }
}

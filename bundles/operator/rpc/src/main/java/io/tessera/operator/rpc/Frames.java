package io.tessera.operator.rpc;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection's messages, from and for its {@link Session}. Confined to the event loop. */
final class Frames extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(Frames.class);

  private final Limits limits;
  private final Function<Client, Session> sessions;
  private WebSocketClient client;
  private Session session;
  private Future<?> deadline;

  Frames(Limits limits, Function<Client, Session> sessions) {
    this.limits = limits;
    this.sessions = sessions;
  }

  /** Whoever connects has to begin soon, however slowly it writes. */
  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    client = new WebSocketClient(context.channel(), limits.slow());
    deadline =
        context
            .executor()
            .schedule(() -> drop(context), limits.ping().toMillis(), TimeUnit.MILLISECONDS);
  }

  private static void drop(ChannelHandlerContext context) {
    var unused = context.close();
  }

  /** Nothing that comes after this counts. */
  private void end(WebSocketCloseStatus status, String reason) {
    session.close();
    client.close(status, reason);
  }

  /** Ends the connection, which has begun or not. */
  void close(ChannelHandlerContext context, WebSocketCloseStatus status, String reason) {
    if (session != null) {
      client.close(status, reason);
    }
    drop(context);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof WebSocketServerProtocolHandler.HandshakeComplete) {
      deadline.cancel(false);
      session = sessions.apply(client);
      LOG.debug("RPC client {} has connected", context.channel().remoteAddress());
    } else if (event instanceof IdleStateEvent silence && session != null) {
      silent(context, silence);
    } else {
      context.fireUserEventTriggered(event);
    }
  }

  /** A client that is not read from, since its requests are worked on, is not silent. */
  private void silent(ChannelHandlerContext context, IdleStateEvent silence) {
    if (!context.channel().config().isAutoRead()) {
      return;
    }
    if (silence.isFirst()) {
      var unused = context.writeAndFlush(new PingWebSocketFrame());
    } else {
      LOG.debug("RPC client {} answers no ping", context.channel().remoteAddress());
      drop(context);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    try {
      if (message instanceof TextWebSocketFrame text) {
        session.received(text.text());
      } else if (message instanceof WebSocketFrame) {
        end(WebSocketCloseStatus.INVALID_MESSAGE_TYPE, "send text");
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    client.writabilityChanged();
    context.fireChannelWritabilityChanged();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    deadline.cancel(false);
    client.writabilityChanged();
    if (session != null) {
      session.close();
    }
    context.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    LOG.debug("RPC client {} breaks the protocol", context.channel().remoteAddress(), cause);
    if (session != null && isTooLong(cause)) {
      end(
          WebSocketCloseStatus.MESSAGE_TOO_BIG,
          "send at most " + limits.message() + " bytes (max_message_bytes)");
    } else if (session != null && cause instanceof CorruptedWebSocketFrameException broken) {
      end(broken.closeStatus(), "this is no WebSocket frame");
    } else {
      drop(context);
    }
  }

  /** As a frame, or as several of them. */
  private static boolean isTooLong(Throwable cause) {
    return cause instanceof TooLongFrameException
        || (cause instanceof CorruptedWebSocketFrameException frame
            && frame.closeStatus().equals(WebSocketCloseStatus.MESSAGE_TOO_BIG));
  }
}

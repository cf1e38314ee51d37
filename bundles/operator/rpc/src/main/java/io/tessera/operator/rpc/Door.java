package io.tessera.operator.rpc;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the HTTP request by which a WebSocket begins, and goes. Browsers let any page connect to
 * loopback, but say which page it is: whoever names an origin that is not configured is refused.
 *
 * <p>Not a SimpleChannelInboundHandler: of these Netty remembers the class on the thread.
 */
final class Door extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(Door.class);
  private static final String PATH = "/";

  private final List<String> origins;

  Door(List<String> origins) {
    this.origins = origins;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    FullHttpRequest request = (FullHttpRequest) message;
    if (request.decoderResult().isFailure()) {
      refuse(context, request, HttpResponseStatus.BAD_REQUEST, "no HTTP request, or a large one");
    } else if (!request.uri().equals(PATH)) {
      refuse(context, request, HttpResponseStatus.NOT_FOUND, "there is only ws://HOST:PORT/ here");
    } else if (!isUpgrade(request)) {
      refuse(
          context,
          request,
          HttpResponseStatus.UPGRADE_REQUIRED,
          "JSON-RPC over WebSocket (JIP-2): connect with a WebSocket client");
    } else if (!isFromAllowedOrigin(request)) {
      LOG.debug("RPC refuses web page {}", request.headers().getAll(HttpHeaderNames.ORIGIN));
      refuse(
          context,
          request,
          HttpResponseStatus.FORBIDDEN,
          "web pages are let in by allowed_origins of " + RpcConfig.PID);
    } else {
      context.fireChannelRead(request);
      context.pipeline().remove(this);
    }
  }

  private static boolean isUpgrade(FullHttpRequest request) {
    return request.method().equals(HttpMethod.GET)
        && request
            .headers()
            .containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true);
  }

  private boolean isFromAllowedOrigin(FullHttpRequest request) {
    List<String> named = request.headers().getAll(HttpHeaderNames.ORIGIN);
    return named.isEmpty() || origins.contains("*") || origins.containsAll(named);
  }

  private static void refuse(
      ChannelHandlerContext context,
      FullHttpRequest request,
      HttpResponseStatus status,
      String line) {
    ReferenceCountUtil.release(request);
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, status, Unpooled.copiedBuffer(line + "\n", UTF_8));
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8")
        .setInt(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes())
        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    if (status.equals(HttpResponseStatus.UPGRADE_REQUIRED)) {
      response.headers().set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET);
    }
    context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
  }
}

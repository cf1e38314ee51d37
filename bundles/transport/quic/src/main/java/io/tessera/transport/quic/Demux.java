package io.tessera.transport.quic;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;
import io.netty.incubator.codec.quic.QuicConnectionAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;

/**
 * Lets one UDP socket accept and dial: stands before the server codec, which stands before the
 * client codec. The ids of the connections that this side dials begin with a tag of this socket; a
 * packet to such an id skips the server codec.
 */
final class Demux extends ChannelInboundHandlerAdapter {
  private static final int ID_SIZE = 20;
  private static final int TAG_SIZE = Integer.BYTES;

  /** Of a packet with a long header (RFC 9000, section 17.2) the id's length is byte 5. */
  private static final int LONG_ID = 6;

  /** Of a packet with a short header (section 17.3) the id begins at byte 1. */
  private static final int SHORT_ID = 1;

  private final SecureRandom random = new SecureRandom();
  private final int tag = random.nextInt();
  private final ReadCycle cycle;
  private final String serverCodec;
  private ChannelHandlerContext server;

  Demux(ReadCycle cycle, String serverCodec) {
    this.cycle = cycle;
    this.serverCodec = serverCodec;
  }

  /** A connection id for a dial: the tag and 16 random bytes. */
  QuicConnectionAddress newId() {
    byte[] id = new byte[ID_SIZE];
    random.nextBytes(id);
    ByteBuffer.wrap(id).putInt(tag);
    return new QuicConnectionAddress(id);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    cycle.begin();
    if (dialed(((DatagramPacket) message).content())) {
      server(context).fireChannelRead(message);
    } else {
      context.fireChannelRead(message);
    }
  }

  /** The codecs send at the end of the cycle: what handlers write before that goes out with it. */
  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    cycle.complete();
    context.fireChannelReadComplete();
    server(context).fireChannelReadComplete();
  }

  private ChannelHandlerContext server(ChannelHandlerContext context) {
    if (server == null) {
      server = context.pipeline().context(serverCodec);
    }
    return server;
  }

  private boolean dialed(ByteBuf packet) {
    int start = packet.readerIndex();
    int size = packet.readableBytes();
    if (size < LONG_ID + TAG_SIZE) {
      return false;
    }
    if (packet.getByte(start) >= 0) {
      return packet.getInt(start + SHORT_ID) == tag;
    }
    return packet.getUnsignedByte(start + LONG_ID - 1) == ID_SIZE
        && packet.getInt(start + LONG_ID) == tag;
  }
}

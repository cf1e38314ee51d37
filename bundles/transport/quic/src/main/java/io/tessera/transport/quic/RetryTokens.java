package io.tessera.transport.quic;

import io.netty.buffer.ByteBuf;
import io.netty.incubator.codec.quic.Quic;
import io.netty.incubator.codec.quic.QuicTokenHandler;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Retry tokens (RFC 9000, section 8.1.2): a dialer sends one back to prove that it receives at its
 * address. A token is the time, an HMAC-SHA256 over time, address, port and connection id, and the
 * connection id that the first packet was sent to. The key is random and lives as long as the
 * transport.
 *
 * <p>A token is asked for under load only (RFC 9000, section 8.1): a Retry costs each dialer a
 * round trip, and what it prevents, forged addresses that fill the table of handshakes, needs many
 * of them. QUIC itself keeps us from sending more than three times what an unproven address sent.
 *
 * <p>Confined to the event loop.
 */
final class RetryTokens implements QuicTokenHandler {
  /** A round trip takes less; a token that was seen on the way is soon worth nothing. */
  static final Duration LIFETIME = Duration.ofSeconds(10);

  private static final int TIME_SIZE = Long.BYTES;
  private static final int MAC_SIZE = 32;
  private static final int HEAD_SIZE = TIME_SIZE + MAC_SIZE;

  private final InstantSource clock;
  private final BooleanSupplier needed;
  private final Mac mac;

  RetryTokens(byte[] key, InstantSource clock, BooleanSupplier needed) {
    this.clock = clock;
    this.needed = needed;
    try {
      mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  @Override
  public boolean writeToken(ByteBuf out, ByteBuf connectionId, InetSocketAddress address) {
    if (!needed.getAsBoolean()) {
      return false;
    }
    byte[] id = new byte[connectionId.readableBytes()];
    connectionId.getBytes(connectionId.readerIndex(), id);
    long now = clock.millis();
    out.writeLong(now).writeBytes(mac(now, id, address)).writeBytes(id);
    return true;
  }

  /** Where the connection id begins in the token, or -1 when the token is not good. */
  @Override
  public int validateToken(ByteBuf token, InetSocketAddress address) {
    int idSize = token.readableBytes() - HEAD_SIZE;
    if (idSize < 0 || idSize > Quic.MAX_CONN_ID_LEN) {
      return -1;
    }
    long time = token.getLong(token.readerIndex());
    byte[] sent = new byte[MAC_SIZE];
    token.getBytes(token.readerIndex() + TIME_SIZE, sent);
    byte[] id = new byte[idSize];
    token.getBytes(token.readerIndex() + HEAD_SIZE, id);
    long age = clock.millis() - time;
    boolean good = MessageDigest.isEqual(sent, mac(time, id, address));
    return good && age >= 0 && age <= LIFETIME.toMillis() ? HEAD_SIZE : -1;
  }

  @Override
  public int maxTokenLength() {
    return HEAD_SIZE + Quic.MAX_CONN_ID_LEN;
  }

  private byte[] mac(long time, byte[] id, InetSocketAddress address) {
    mac.update(ByteBuffer.allocate(TIME_SIZE).putLong(time).array());
    mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(address.getPort()).array());
    byte[] host = address.getAddress().getAddress();
    mac.update((byte) host.length);
    mac.update(host);
    return Arrays.copyOf(mac.doFinal(id), MAC_SIZE);
  }
}

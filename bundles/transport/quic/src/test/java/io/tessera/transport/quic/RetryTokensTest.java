package io.tessera.transport.quic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RetryTokensTest {
  private static final InetSocketAddress HOME = new InetSocketAddress("192.0.2.1", 1000);
  private static final byte[] ID = {1, 2, 3, 4, 5, 6, 7, 8};

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private boolean needed = true;
  private final RetryTokens tokens = tokens(1);

  private RetryTokens tokens(int seed) {
    byte[] key = new byte[32];
    key[0] = (byte) seed;
    return new RetryTokens(key, () -> now, () -> needed);
  }

  private ByteBuf token() {
    ByteBuf out = Unpooled.buffer();
    assertTrue(tokens.writeToken(out, Unpooled.wrappedBuffer(ID), HOME));
    assertTrue(out.readableBytes() <= tokens.maxTokenLength());
    return out;
  }

  @Test
  void aTokenGivesTheConnectionIdBack() {
    ByteBuf token = token();
    int offset = tokens.validateToken(token.slice(), HOME);
    byte[] id = new byte[ID.length];
    token.getBytes(offset, id);
    assertEquals(token.readableBytes() - ID.length, offset);
    assertEquals(Unpooled.wrappedBuffer(ID), Unpooled.wrappedBuffer(id));
  }

  @Test
  void noneIsAskedForWithoutLoad() {
    needed = false;
    ByteBuf out = Unpooled.buffer();
    assertFalse(tokens.writeToken(out, Unpooled.wrappedBuffer(ID), HOME));
    assertEquals(0, out.readableBytes());
  }

  @Test
  void anotherAddressOrPortIsRefused() {
    ByteBuf token = token();
    assertEquals(-1, tokens.validateToken(token, new InetSocketAddress("192.0.2.2", 1000)));
    assertEquals(-1, tokens.validateToken(token, new InetSocketAddress("192.0.2.1", 1001)));
    assertEquals(-1, tokens.validateToken(token, new InetSocketAddress("2001:db8::1", 1000)));
  }

  @Test
  void anOldTokenAndOneFromTheFutureAreRefused() {
    ByteBuf token = token();
    now = now.plus(RetryTokens.LIFETIME);
    assertTrue(tokens.validateToken(token, HOME) > 0);
    now = now.plusMillis(1);
    assertEquals(-1, tokens.validateToken(token, HOME));
    now = now.minusSeconds(60);
    assertEquals(-1, tokens.validateToken(token, HOME));
  }

  @Test
  void aChangedTokenIsRefused() {
    ByteBuf token = token();
    for (int i = 0; i < token.readableBytes(); i++) {
      ByteBuf changed = token.copy();
      changed.setByte(i, changed.getByte(i) ^ 1);
      assertEquals(-1, tokens.validateToken(changed, HOME), "byte " + i);
    }
    assertEquals(-1, tokens(2).validateToken(token, HOME), "of another start");
  }

  @Test
  void aTokenOfAnotherSizeIsRefused() {
    ByteBuf token = token();
    for (int size = 0; size < token.readableBytes(); size++) {
      assertEquals(-1, tokens.validateToken(token.slice(0, size), HOME));
    }
    assertEquals(-1, tokens.validateToken(Unpooled.buffer().writeZero(1000), HOME));
  }
}

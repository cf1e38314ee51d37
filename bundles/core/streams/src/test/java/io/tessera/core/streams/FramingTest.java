package io.tessera.core.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class FramingTest {
  private final Framing framing = new Framing();

  private long scan(String hex, int capped, long cap) {
    return framing.scan(
        ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", ""))), capped, cap);
  }

  @Test
  void countsMessagesHoweverTheyAreCut() {
    assertEquals(-1, scan("02000000 0102 00000000 01", -1, 0));
    assertEquals(2, framing.whole());
    assertTrue(framing.inMessage());
    scan("0000", -1, 0);
    scan("00", -1, 0);
    assertEquals(2, framing.whole());
    scan("ff 03000000 aabb", -1, 0);
    assertEquals(3, framing.whole());
    scan("cc", -1, 0);
    assertEquals(4, framing.whole());
    assertFalse(framing.inMessage());
  }

  @Test
  void tellsASizeAboveTheCapOfItsMessageOnly() {
    assertEquals(-1, scan("05000000 0102030405", 1, 4));
    assertEquals(5, scan("05000000", 1, 4));
  }

  @Test
  void sizesAreUnsigned() {
    assertEquals(0xffff_ffffL, scan("ffffffff", 0, 1 << 20));
    assertEquals(-1, new Framing().scan(ByteBuffer.wrap(new byte[] {-1, -1, -1, -1}), -1, 0));
  }
}

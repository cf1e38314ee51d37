package io.tessera.lib.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JamWriterTest {

  @Test
  void writesLittleEndian() {
    JamWriter out = new JamWriter(0);
    out.u8(0xff);
    out.u16(0x0102);
    out.u32(0x03040506L);
    out.u64(-2);
    out.bool(true);
    assertEquals("ff" + "0201" + "06050403" + "feffffffffffffff" + "01", hex(out));
  }

  @Test
  void writesLengthsWhereTheyBelong() {
    JamWriter out = new JamWriter();
    Codec<Hash> hashes = Hash.CODEC;
    out.blob(Bytes.fromHex("aabb"));
    out.bytes(Bytes.fromHex("cc"));
    out.bytes(new byte[] {1, 2, 3}, 1, 1);
    out.list(hashes, List.of(Hash.ZERO));
    out.optional(hashes, Optional.empty());
    out.optional(hashes, Optional.of(Hash.ZERO));
    String zero = "00".repeat(32);
    assertEquals("02aabb" + "cc" + "02" + "01" + zero + "00" + "01" + zero, hex(out));
    assertEquals(5 + 33 + 1 + 33, out.size());
  }

  /** Cut to size it would be the encoding of another value. */
  @Test
  void refusesNumbersThatDoNotFit() {
    JamWriter out = new JamWriter();
    assertThrows(IllegalArgumentException.class, () -> out.u8(256));
    assertThrows(IllegalArgumentException.class, () -> out.u8(-1));
    assertThrows(IllegalArgumentException.class, () -> out.u16(0x10000));
    assertThrows(IllegalArgumentException.class, () -> out.u32(1L << 32));
    assertThrows(IllegalArgumentException.class, () -> out.u32(-1));
    assertEquals(0, out.size());
  }

  private static String hex(JamWriter out) {
    return Bytes.wrap(out.toByteArray()).toHex();
  }
}

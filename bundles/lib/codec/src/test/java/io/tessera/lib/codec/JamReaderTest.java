package io.tessera.lib.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JamReaderTest {
  private static final Codec<Integer> BYTE = Codec.of("byte", JamReader::u8, (b, out) -> out.u8(b));

  @Test
  void fixedNumbersAreLittleEndianAndUnsigned() {
    JamReader in = reader("ff feff fdffffff fcffffffffffffff".replace(" ", ""));
    assertEquals(255, in.u8());
    assertEquals(0xfffe, in.u16());
    assertEquals(0xfffffffdL, in.u32());
    assertEquals(-4, in.u64());
    in.expectEnd();
  }

  @Test
  void booleanIsZeroOrOne() {
    assertTrue(reader("01").bool());
    CodecException refused = assertThrows(CodecException.class, () -> reader("02").bool());
    assertEquals(0, refused.offset());
    assertEquals("0 or 1 expected, found 2", refused.reason());
  }

  @Test
  void optionalIsATagAndAValue() {
    assertEquals(Optional.empty(), reader("00").optional(BYTE));
    assertEquals(Optional.of(7), reader("0107").optional(BYTE));
    assertThrows(CodecException.class, () -> reader("0207").optional(BYTE));
  }

  @Test
  void readsAPartOfAnArrayOnly() {
    byte[] bytes = {9, 9, 1, 2, 3, 9};
    JamReader in = new JamReader(bytes, 2, 3);
    assertEquals(0, in.offset());
    assertEquals(3, in.remaining());
    in.skip(1);
    long start = in.offset();
    in.skip(2);
    assertArrayEquals(new byte[] {2, 3}, in.since(start));
    assertEquals(3, assertThrows(CodecException.class, in::u8).offset());
  }

  @Test
  void countIsBoundedByWhatCanFollow() {
    assertEquals(2, reader("02aabb").count(1));
    CodecException refused = assertThrows(CodecException.class, () -> reader("02aabbcc").count(2));
    assertEquals("length 2 where at most 1 elements can follow", refused.reason());
    assertThrows(CodecException.class, () -> reader("ffffffffffffffffff").count(1));
    assertEquals(Bytes.fromHex("aa"), reader("01aabb").blob());
    assertThrows(CodecException.class, () -> reader("02aa").blob());
  }

  @Test
  void listLengthIsBounded() {
    Codec<List<Integer>> pair = Codec.list("pair", BYTE, 1, 2, 2);
    assertEquals(List.of(1, 2), pair.decode(new byte[] {2, 1, 2}));
    CodecException refused =
        assertThrows(CodecException.class, () -> pair.decode(new byte[] {3, 1, 2, 3}));
    assertEquals("pair", refused.path());
    assertEquals("3 elements where 2 to 2 belong", refused.reason());
    assertThrows(CodecException.class, () -> pair.decode(new byte[] {1, 1}));
  }

  @Test
  void arrayHasNoLengthAndMustFit() {
    Codec<List<Integer>> triple = Codec.array("triple", BYTE, 3);
    assertArrayEquals(new byte[] {1, 2, 3}, triple.encode(List.of(1, 2, 3)));
    assertThrows(IllegalArgumentException.class, () -> triple.encode(List.of(1, 2)));
  }

  /** The path names structures and list elements, the offset the first byte that is missing. */
  @Test
  void errorsSayWhereTheyAre() {
    Codec<List<List<Integer>>> table = Codec.list("rows", Codec.list("cells", BYTE, 1), 1);
    CodecException cut =
        assertThrows(
            CodecException.class, () -> table.decode(new byte[] {2, 1, 5, (byte) 0x80, 1}));
    assertEquals("rows[1].cells", cut.path());
    assertEquals(3, cut.offset());
    assertEquals(
        "rows[1].cells: natural number not in its shortest form (byte 3)", cut.getMessage());

    CodecException more = assertThrows(CodecException.class, () -> BYTE.decode(new byte[] {1, 2}));
    assertEquals("1 bytes left over", more.reason());
    assertEquals(1, more.offset());
  }

  /** After a structure was read its name is gone from the path. */
  @Test
  void pathEndsWithTheStructure() {
    JamReader in = reader("0105");
    assertEquals(List.of(5), Codec.list("cells", BYTE, 1).decode(in));
    assertEquals("", in.fail("x").path());
  }

  /** A subclass brings bytes when asked, and is never asked for more than it announced. */
  @Test
  void readsFromBytesThatArriveInPieces() {
    byte[] all = new byte[300];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    JamReader in =
        new JamReader(new byte[0]) {
          @Override
          protected boolean more(int wanted) {
            int have = limit;
            int target = Math.max(position + wanted, Math.min(have + 7, all.length));
            buffer = Arrays.copyOf(all, target);
            limit = target;
            return true;
          }

          @Override
          public long remaining() {
            return (long) all.length - position;
          }
        };
    assertEquals(0x03020100L, in.u32());
    in.skip(96);
    assertArrayEquals(Arrays.copyOfRange(all, 100, 250), in.bytes(150));
    assertEquals(250, in.offset());
    assertThrows(CodecException.class, () -> in.bytes(51));
    assertArrayEquals(Arrays.copyOfRange(all, 250, 300), in.bytes(50));
    in.expectEnd();
  }

  private static JamReader reader(String hex) {
    return new JamReader(Bytes.fromHex(hex).toByteArray());
  }
}

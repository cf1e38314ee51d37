package io.tessera.lib.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ReadOnlyBufferException;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class BytesTest {

  @Test
  void equalsByClassAndBytes() {
    String hex = "ab".repeat(32);
    assertEquals(Hash.fromHex(hex), Hash.fromHex("0x" + hex.toUpperCase(Locale.ROOT)));
    assertEquals(Hash.fromHex(hex).hashCode(), Hash.fromHex(hex).hashCode());
    assertNotEquals((Bytes) Hash.fromHex(hex), Ed25519Public.fromHex(hex));
  }

  @Test
  void comparesBytesAsUnsigned() {
    assertTrue(Bytes.fromHex("80").compareTo(Bytes.fromHex("7f")) > 0);
    assertTrue(Bytes.fromHex("01").compareTo(Bytes.fromHex("0100")) < 0);
  }

  @Test
  void lengthIsPartOfTheType() {
    assertThrows(IllegalArgumentException.class, () -> Hash.wrap(new byte[31]));
    assertThrows(IllegalArgumentException.class, () -> RingVrfSignature.wrap(new byte[96]));
    assertEquals(784, RingVrfSignature.wrap(new byte[784]).size());
    assertEquals(144, BlsPublic.wrap(new byte[144]).size());
    assertThrows(IllegalArgumentException.class, () -> Bytes.fromHex("abc"));
    assertThrows(IllegalArgumentException.class, () -> Bytes.fromHex("zz"));
  }

  @Test
  void nobodyCanChangeIt() {
    byte[] array = {1, 2};
    Bytes copy = Bytes.copyOf(array);
    array[0] = 9;
    copy.toByteArray()[1] = 9;
    assertArrayEquals(new byte[] {1, 2}, copy.toByteArray());
    assertThrows(ReadOnlyBufferException.class, () -> copy.asByteBuffer().put((byte) 9));
  }

  @Test
  void showsHex() {
    Bytes bytes = Bytes.fromHex("00ff10a0b0");
    assertEquals("00ff10a0b0", bytes.toString());
    assertEquals("00ff10a0", bytes.toShortHex());
    assertEquals("", Bytes.EMPTY.toShortHex());
    assertEquals(0xff, bytes.get(1));
  }
}

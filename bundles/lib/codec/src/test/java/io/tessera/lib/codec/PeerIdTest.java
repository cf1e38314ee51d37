package io.tessera.lib.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class PeerIdTest {

  /** By hand from the formula: the lowest five bits of the key come first. */
  @Test
  void nameIsLittleEndianBase32() {
    byte[] key = new byte[32];
    key[0] = (byte) 0b001_00001; // digits 1 ('b'), then 1 | low bits of the next byte
    key[31] = (byte) 0x80; // bit 255 is the only bit of the last digit
    String name = new PeerId(Ed25519Public.wrap(key)).name();
    assertEquals("ebb" + "a".repeat(49) + "b", name);
  }

  @Test
  void parseIsTheInverseOfName() {
    PeerId peer =
        new PeerId(
            Ed25519Public.fromHex(
                "4418fb8c85bb3985394a8c2756d3643457ce614546202a2f50b093d762499ace"));
    assertEquals(peer, PeerId.parse(peer.name()));
  }

  @Test
  void refusesWhatIsNoName() {
    assertThrows(IllegalArgumentException.class, () -> PeerId.parse("e"));
    assertThrows(IllegalArgumentException.class, () -> PeerId.parse("e" + "1".repeat(52)));
    assertThrows(IllegalArgumentException.class, () -> PeerId.parse("e" + "7".repeat(52)));
  }
}

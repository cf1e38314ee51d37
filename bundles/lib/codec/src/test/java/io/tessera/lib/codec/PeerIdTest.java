package io.tessera.lib.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

  /** JIP-5's validators 0 to 4 and the names by which other implementations know them. */
  @ParameterizedTest
  @CsvSource({
    "4418fb8c85bb3985394a8c2756d3643457ce614546202a2f50b093d762499ace,"
        + " eecgwpgwq3noky4ijm4jmvjtmuzv44qvigciusxakq5epnrfj2utb",
    "ad93247bd01307550ec7acd757ce6fb805fcf73db364063265b30a949e90d933,"
        + " en5ejs5b2tybkfh4ym5vpfh7nynby73xhtfzmazumtvcijpcsz6ma",
    "cab2b9ff25c2410fbe9b8a717abb298c716a03983c98ceb4def2087500b8e341,"
        + " ekwmt37xecoq6a7otkm4ux5gfmm4uwbat4bg5m223shckhaaxdpqa",
    "f30aa5444688b3cab47697b37d5cac5707bb3289e986b19b17db437206931a8d,"
        + " etxckkczii4mvm22ox4m3horvx2bwlzerjxbd3n6c36qehdms2idb",
    "8b8c5d436f92ecf605421e873a99ec528761eb52a88a2f9a057b3b3003e6f32a,"
        + " eled3vb5nse3n7cii6ybvtms5s2bdwvlkivc7cnwa33oatby4txka"
  })
  void namesOfTheDevelopmentValidators(String key, String name) {
    PeerId peer = new PeerId(Ed25519Public.fromHex(key));
    assertEquals(name, peer.name());
    assertEquals(peer, PeerId.parse(name));
    assertEquals(name.substring(0, 9), peer.shortName());
  }

  /** The boot nodes in JIP-4's example: names of unknown keys, but names. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "evysk4p563r2kappaebqykryquxw5lfcclvf23dqqhi5n765h4kkb",
        "egy5qba5fyjf7hn7bxeroo7ncqfk5otxvo6or77k23o6pjqnxdoxb"
      })
  void parseIsTheInverseOfName(String name) {
    assertEquals(name, PeerId.parse(name).name());
  }

  @Test
  void refusesWhatIsNoName() {
    assertThrows(IllegalArgumentException.class, () -> PeerId.parse("e"));
    assertThrows(IllegalArgumentException.class, () -> PeerId.parse("e" + "1".repeat(52)));
    assertThrows(IllegalArgumentException.class, () -> PeerId.parse("e" + "7".repeat(52)));
  }
}

package io.tessera.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.PeerId;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PeerNameTest {
  /** Base 58 of 00 24, then 08 01 12 20 and the key. */
  static final String IDENTITY = "12D3KooWEQBzCYhFEAfLMrbfn3A2aDjTQHaqdQTqr4DdqWnqSMfT";

  /** Base 58 of 12 20, then the SHA-256 of 08 01 12 20 and the key. */
  static final String SHA_256 = "QmRrXjWh6KphDKXYZE1d9hgo29MtH3QuXbb7uGTbhqUzmD";

  private static final PeerId PEER =
      new PeerId(
          Ed25519Public.fromHex(
              "4418fb8c85bb3985394a8c2756d3643457ce614546202a2f50b093d762499ace"));

  @Test
  void readsEachForm() {
    assertTrue(IDENTITY.startsWith("12D3KooW") && SHA_256.startsWith("Qm"));
    assertEquals(PeerName.of(PEER), PeerName.parse(PEER.name()));
    assertEquals(PeerName.of(PEER), PeerName.parse(IDENTITY));
    assertEquals(PeerName.Digest.of(PEER), PeerName.parse(SHA_256));
    assertEquals(Optional.of(PEER), PeerName.parse(IDENTITY).peer());
    assertEquals(SHA_256, PeerName.parse(SHA_256).toString());
    assertEquals(PEER.shortName(), PeerName.of(PEER).shortName());
  }

  @Test
  void saysWhatIsWrong() {
    Map<String, String> errors =
        Map.of(
            "Qm0",
            "'0' is no digit of base 58",
            "6PJewipFXNUvfd9XFNLdWGHSuvnsAF6yQMA1eiVhnpkJD",
            "is no peer id",
            "Qm",
            "is no multihash of SHA-256 or of the identity",
            "1",
            "is no multihash of SHA-256 or of the identity",
            "12D3KubAVPjPaqZyPE4oGPUh9wRTDhskTUDMpM1yTjrwJNPKigQM",
            "begins with 08021220",
            "16Uiu2HAkz1VoFPkwXEyAD4JJDCnsiQpCdo2Q7YYs2j9PNgVPFozV",
            "has 39 bytes, not 38",
            "Qm" + "1".repeat(100),
            "is too long",
            "nonsense",
            "'nonsense' is no peer id",
            PEER.name().toUpperCase(Locale.ROOT),
            "is no peer id",
            PEER.name() + "a",
            "is no peer id");
    errors.forEach(
        (bad, why) -> {
          var error = assertThrows(IllegalArgumentException.class, () -> PeerName.parse(bad), bad);
          assertTrue(error.getMessage().contains(why), bad + ": " + error.getMessage());
        });
  }

  @Test
  void base58KeepsLeadingZeros() {
    byte[] bytes = {0, 0, 1, 57, -1};
    assertEquals("11", Base58.encode(bytes).substring(0, 2));
    assertArrayEquals(bytes, Base58.decode(Base58.encode(bytes)));
    assertArrayEquals(new byte[0], Base58.decode(""));
    assertArrayEquals(new byte[2], Base58.decode("11"));
    byte[] text = "Hello World!".getBytes(StandardCharsets.US_ASCII);
    assertEquals("2NEpo7TZRRrLZSi2U", Base58.encode(text));
  }
}

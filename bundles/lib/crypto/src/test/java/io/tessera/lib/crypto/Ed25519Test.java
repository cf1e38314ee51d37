package io.tessera.lib.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.Ed25519Signature;
import java.security.KeyFactory;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class Ed25519Test {
  private static final HexFormat HEX = HexFormat.of();

  /** RFC 8032, section 7.1, test 3. */
  private static final Ed25519KeyPair RFC =
      Ed25519KeyPair.of(
          HEX.parseHex("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7"));

  private static final byte[] MESSAGE = HEX.parseHex("af82");

  @Test
  void signsAsInTheRfc() {
    assertEquals(
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        RFC.publicKey().toHex());
    assertEquals(
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
            + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
        RFC.sign(MESSAGE).toHex());
  }

  @Test
  void verifiesOwnSignaturesOnly() {
    Ed25519Signature signature = RFC.sign(MESSAGE);
    assertTrue(Ed25519.verify(RFC.publicKey(), MESSAGE, signature));
    assertFalse(Ed25519.verify(RFC.publicKey(), new byte[] {1}, signature));
    for (int bit = 0; bit < 8 * Ed25519Signature.SIZE; bit += 7) {
      byte[] flipped = signature.toByteArray();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      assertFalse(
          Ed25519.verify(RFC.publicKey(), MESSAGE, Ed25519Signature.wrap(flipped)), "bit " + bit);
    }
    Ed25519Public other = Ed25519KeyPair.of(new byte[32]).publicKey();
    assertFalse(Ed25519.verify(other, MESSAGE, signature));
  }

  /** The JDK reads the form that TLS stacks are given. */
  @Test
  void pkcs8IsVersionOne() throws Exception {
    assertEquals(48, RFC.pkcs8().length);
    EdECPrivateKey key =
        (EdECPrivateKey)
            KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(RFC.pkcs8()));
    assertArrayEquals(RFC.seed(), key.getBytes().orElseThrow());
  }
}

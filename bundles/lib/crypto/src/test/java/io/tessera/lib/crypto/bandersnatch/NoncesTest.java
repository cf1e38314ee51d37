package io.tessera.lib.crypto.bandersnatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * Two signatures of one input do not give the secret away. A validator makes such in every epoch:
 * the blocks that it seals without tickets have the same input and different headers.
 */
class NoncesTest {
  private static final BandersnatchKeyPair PAIR = BandersnatchKeyPair.ofSeed(new byte[] {1});
  private static final BigInteger SECRET = LittleEndian.integer(PAIR.encodedSecret(), 0, 32);
  private static final byte[] INPUT = {2};
  private static final byte[] ONE = {3};
  private static final byte[] OTHER = {4};

  @Test
  void sealsOfOneInput() {
    assertNotEquals(
        SECRET, secret(PAIR.sign(INPUT, ONE).toByteArray(), PAIR.sign(INPUT, OTHER).toByteArray()));
    assertEquals(
        SECRET,
        secret(
            PAIR.signAsSpecified(INPUT, ONE).toByteArray(),
            PAIR.signAsSpecified(INPUT, OTHER).toByteArray()),
        "what the attack would find");
    assertTrue(IetfVrf.verify(PAIR.publicKey(), INPUT, ONE, PAIR.sign(INPUT, ONE)).isPresent());
  }

  /** From challenge and response of both, as if the nonce were the same. */
  private static BigInteger secret(byte[] one, byte[] other) {
    BigInteger c = integer(one, 32).subtract(integer(other, 32));
    BigInteger s = integer(one, 64).subtract(integer(other, 64));
    return s.multiply(c.modInverse(Curve.ORDER)).mod(Curve.ORDER);
  }

  @Test
  void ringSignaturesOfOneInput() {
    byte[] first = PedersenVrf.sign(PAIR, blinding(1), INPUT, ONE);
    for (byte[] second :
        new byte[][] {
          PedersenVrf.sign(PAIR, blinding(1), INPUT, OTHER),
          PedersenVrf.sign(PAIR, blinding(2), INPUT, ONE)
        }) {
      assertNotEquals(hex(first, 64), hex(second, 64), "R"); // the nonces times the bases
      assertNotEquals(hex(first, 96), hex(second, 96), "O_k"); // the nonce times the input
    }
    assertTrue(PedersenVrf.verify(first, 0, INPUT, ONE).isPresent());
  }

  private static byte[] blinding(int value) {
    byte[] blinding = new byte[32];
    blinding[0] = (byte) value;
    return blinding;
  }

  private static BigInteger integer(byte[] signature, int at) {
    return LittleEndian.integer(signature, at, 32);
  }

  private static String hex(byte[] signature, int at) {
    return Arrays.toString(Arrays.copyOfRange(signature, at, at + 32));
  }
}

package io.tessera.lib.crypto.bandersnatch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The scalar field against {@link BigInteger}. */
class FrTest {
  private static final BigInteger R = Curve.ORDER;

  @Test
  void orderIsPrime() {
    assertEquals(253, R.bitLength());
    assertTrue(R.isProbablePrime(40));
  }

  @Test
  void reduces() {
    Random random = new Random(1);
    for (int i = 0; i < 1_000; i++) {
      byte[] wide = new byte[64];
      random.nextBytes(wide);
      if (i % 10 == 0) {
        Arrays.fill(wide, i / 10 % 64, 64, (byte) -1);
      }
      assertEquals(integer(wide).mod(R), value(Fr.reduce(wide)));
      assertEquals(integer(Arrays.copyOf(wide, 32)).mod(R), value(Fr.reduce(wide, 0)));
      assertEquals(integer(Arrays.copyOfRange(wide, 32, 64)).mod(R), value(Fr.reduce(wide, 32)));
    }
    for (int i = -2; i <= 2; i++) {
      BigInteger n = R.multiply(BigInteger.valueOf(3)).add(BigInteger.valueOf(i));
      assertEquals(n.mod(R), value(Fr.reduce(bytes(n), 0)));
    }
  }

  @Test
  void multipliesAndAdds() {
    Random random = new Random(2);
    for (int i = 0; i < 1_000; i++) {
      BigInteger c = i == 0 ? R.subtract(BigInteger.ONE) : new BigInteger(300, random).mod(R);
      BigInteger x = i < 2 ? R.subtract(BigInteger.ONE) : new BigInteger(300, random).mod(R);
      BigInteger k = i < 3 ? R.subtract(BigInteger.ONE) : new BigInteger(300, random).mod(R);
      long[] sum =
          Fr.multiplyAdd(Fr.reduce(bytes(c), 0), Fr.reduce(bytes(x), 0), Fr.reduce(bytes(k), 0));
      assertEquals(c.multiply(x).add(k).mod(R), value(sum));
    }
  }

  @Test
  void onlyReducedEncodingsCount() {
    assertTrue(Fr.isReduced(bytes(R.subtract(BigInteger.ONE)), 0));
    assertFalse(Fr.isReduced(bytes(R), 0));
    assertNull(Suite.scalar(bytes(R), 0));
    assertArrayEquals(
        bytes(R.subtract(BigInteger.ONE)),
        Fr.encode(Fr.reduce(bytes(R.subtract(BigInteger.ONE)), 0)));
  }

  private static BigInteger value(long[] limbs) {
    return integer(Fr.encode(limbs));
  }

  private static BigInteger integer(byte[] bytes) {
    return LittleEndian.integer(bytes, 0, bytes.length);
  }

  private static byte[] bytes(BigInteger value) {
    byte[] bytes = new byte[32];
    for (int i = 0; i < 32; i++) {
      bytes[i] = value.shiftRight(8 * i).byteValue();
    }
    return bytes;
  }
}

package io.tessera.lib.erasure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tessera.lib.codec.Bytes;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FieldTest {
  /** What the transform takes for granted: v_i^2 + v_i = v_(i-1). */
  @Test
  void theBasisIsCantors() {
    assertEquals(1, Field.multiply(1, Field.log(1)));
    for (int bit = 1; bit < Field.BITS; bit++) {
      int v = 1 << bit;
      assertEquals(v >>> 1, Field.multiply(v, Field.log(v)) ^ v);
    }
  }

  @Test
  void productsAreThoseOfAField() {
    Random random = new Random(1);
    for (int round = 0; round < 1000; round++) {
      int a = random.nextInt(1 << 16);
      int b = random.nextInt(1 << 16);
      int c = 1 + random.nextInt(Field.UNITS);
      int log = Field.log(c);
      assertEquals(Field.multiply(a, log) ^ Field.multiply(b, log), Field.multiply(a ^ b, log));
      assertEquals(a, Field.multiply(Field.multiply(a, log), Field.log(Field.exp(-log))));
    }
  }

  /** Bits and words come to the same. */
  @Test
  void bothKindsOfRowsAgree() {
    Random random = new Random(2);
    for (int words : new int[] {1, 63, 64, 65, 700}) {
      Strip strip = new Strip(0, 2 * words);
      Bytes a = Subsets.data(random, 2 * words);
      Bytes b = Subsets.data(random, 2 * words);
      Multiplier factor = new Multiplier(1 + random.nextInt(Field.UNITS));
      assertArrayEquals(
          result(new WordLanes(3, words), strip, a, b, factor),
          result(new BitLanes(3, strip.blocks()), strip, a, b, factor));
    }
  }

  private static byte[] result(Lanes lanes, Strip strip, Bytes a, Bytes b, Multiplier factor) {
    lanes.load(0, a, strip);
    lanes.load(1, b, strip);
    lanes.addProduct(0, 1, factor);
    lanes.clear(2);
    lanes.copy(2, 0);
    lanes.add(2, 1);
    byte[] bytes = new byte[strip.size()];
    lanes.store(2, bytes, strip);
    return bytes;
  }
}

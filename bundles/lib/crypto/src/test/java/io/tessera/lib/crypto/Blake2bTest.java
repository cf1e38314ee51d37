package io.tessera.lib.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.bouncycastle.crypto.digests.Blake2bDigest;
import org.junit.jupiter.api.Test;

class Blake2bTest {
  private static final int BLOCK = 128;

  /** RFC 7693, appendix A: 512 bits of output. */
  @Test
  void exampleOfTheRfc() {
    Blake2bState state = new Blake2bState(64);
    state.update("abc".getBytes(StandardCharsets.US_ASCII), 0, 3);
    assertEquals(
        "ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1"
            + "7d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923",
        Bytes.wrap(state.finish()).toHex());
  }

  /** RFC 7693, appendix E: the self test's inputs without a key, for every size that it uses. */
  @Test
  void agreesWithAnIndependentImplementation() {
    for (int length = 0; length <= 4 * BLOCK + 1; length++) {
      byte[] message = sequence(length);
      assertEquals(expected(message), Blake2b.hash(message), length + " bytes");
    }
    byte[] kibibyte = sequence(1024);
    assertEquals(expected(kibibyte), Blake2b.hash(kibibyte));
  }

  /** Blocks are compressed where they stand, or gathered: the hash must not depend on it. */
  @Test
  void partsOfAnySizeGiveTheHashOfTheWhole() {
    Random random = new Random(3);
    byte[] message = sequence(5 * BLOCK);
    Hash whole = expected(message);
    for (int round = 0; round < 500; round++) {
      int first = random.nextInt(message.length + 1);
      int second = first + random.nextInt(message.length + 1 - first);
      assertEquals(
          whole,
          Blake2b.hash(
              Arrays.copyOf(message, first),
              Arrays.copyOfRange(message, first, second),
              Arrays.copyOfRange(message, second, message.length)));
      assertEquals(
          expected(Arrays.copyOfRange(message, first, second)),
          Blake2b.hash(message, first, second - first));
    }
  }

  @Test
  void wordsAreLittleEndian() {
    for (int words = 0; words <= 16; words++) {
      byte[] message = sequence(words * Long.BYTES);
      long[] asWords = new long[words];
      ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(asWords);
      ByteBuffer hash = ByteBuffer.allocate(Hash.SIZE).order(ByteOrder.LITTLE_ENDIAN);
      hash.asLongBuffer().put(Blake2b.hashOfWords(asWords));
      assertArrayEquals(expected(message).toByteArray(), hash.array());
    }
    assertThrows(IllegalArgumentException.class, () -> Blake2b.hashOfWords(new long[17]));
  }

  /** The sequence that the RFC's self test feeds (a Fibonacci generator). */
  private static byte[] sequence(int length) {
    byte[] out = new byte[length];
    int a = 0xDEAD4BAD * length;
    int b = 1;
    for (int i = 0; i < length; i++) {
      int sum = a + b;
      a = b;
      b = sum;
      out[i] = (byte) (sum >>> 24);
    }
    return out;
  }

  private static Hash expected(byte[] message) {
    Blake2bDigest digest = new Blake2bDigest(8 * Hash.SIZE);
    digest.update(message, 0, message.length);
    byte[] hash = new byte[Hash.SIZE];
    digest.doFinal(hash, 0);
    return Hash.wrap(hash);
  }
}

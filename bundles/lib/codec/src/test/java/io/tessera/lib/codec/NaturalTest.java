package io.tessera.lib.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Natural numbers of variable length, worked out by hand from the Gray Paper's formula. */
class NaturalTest {

  /** Both ends of every length: with l further octets from 2^(7l) to 2^(7(l+1)) - 1. */
  @ParameterizedTest
  @CsvSource({
    "0, 00",
    "1, 01",
    "127, 7f",
    "128, 8080",
    "300, 812c",
    "16383, bfff",
    "16384, c00040",
    "2097151, dfffff",
    "2097152, e0000020",
    "268435455, efffffff",
    "268435456, f000000010",
    "34359738367, f7ffffffff",
    "34359738368, f80000000008",
    "4398046511103, fbffffffffff",
    "4398046511104, fc000000000004",
    "562949953421311, fdffffffffffff",
    "562949953421312, fe00000000000002",
    "72057594037927935, feffffffffffffff",
    "72057594037927936, ff0000000000000001",
    "18446744073709551615, ffffffffffffffffff"
  })
  void goldenBytes(String number, String hex) {
    long value = Long.parseUnsignedLong(number);
    assertEquals(hex, encode(value).toHex());
    assertEquals(value, reader(hex).natural());
  }

  /** The same value in more octets than it needs: a second encoding, which must not be accepted. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "8000",
        "807f",
        "c00000",
        "c0ff3f",
        "e0ffff1f",
        "f0ffffff0f",
        "f8ffffffff07",
        "fcffffffffff03",
        "feffffffffffff01",
        "ffffffffffffffff00"
      })
  void onlyTheShortestFormCounts(String hex) {
    CodecException refused = assertThrows(CodecException.class, () -> reader(hex).natural());
    assertEquals(0, refused.offset());
    assertEquals("natural number not in its shortest form", refused.reason());
  }

  @Test
  void everyLengthSurvivesARoundTrip() {
    Random random = new Random(11);
    for (int i = 0; i < 20_000; i++) {
      long value = random.nextLong() >>> random.nextInt(64);
      assertEquals(value, reader(encode(value).toHex()).natural());
    }
  }

  @Test
  void boundedNaturalSaysWhatIsAllowed() {
    assertEquals(300, reader("812c").natural(300));
    CodecException refused = assertThrows(CodecException.class, () -> reader("812d").natural(300));
    assertEquals("301 where at most 300 is allowed", refused.reason());
    assertThrows(
        CodecException.class, () -> reader("ffffffffffffffffff").natural(Integer.MAX_VALUE));
  }

  private static Bytes encode(long value) {
    JamWriter out = new JamWriter(0);
    out.natural(value);
    return Bytes.wrap(out.toByteArray());
  }

  private static JamReader reader(String hex) {
    return new JamReader(Bytes.fromHex(hex).toByteArray());
  }
}

package io.tessera.sync.fast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tessera.chain.KeyRange;
import io.tessera.lib.codec.StateKey;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Ranges of keys part where sub-tries do. */
class KeyRangeTest {
  private static StateKey low(String start) {
    return StateKey.fromHex(start + "00".repeat(31 - start.length() / 2));
  }

  private static StateKey high(String start) {
    return StateKey.fromHex(start + "ff".repeat(31 - start.length() / 2));
  }

  private static KeyRange range(String start, String end) {
    return new KeyRange(low(start), high(end));
  }

  @Test
  void aPrefixIsAlignedToItsBits() {
    assertEquals(range("00", "ff"), KeyRange.ofPrefix(low("ab"), 0));
    assertEquals(range("a0", "bf"), KeyRange.ofPrefix(low("ab"), 3));
    assertEquals(new KeyRange(low("ab"), low("ab")), KeyRange.ofPrefix(low("ab"), 248));
  }

  @Test
  void halvesMeetAtTheBorderOfASubTrie() {
    assertEquals(List.of(range("00", "7f"), range("80", "ff")), KeyRange.ALL.split());
    assertEquals(List.of(range("05", "07"), range("08", "0f")), range("05", "0f").split());
    KeyRange one = new KeyRange(low("ab"), low("ab"));
    assertEquals(List.of(one), one.split());
  }

  @Test
  void theLowestPieceIsSplitAgain() {
    assertEquals(
        List.of(range("00", "1f"), range("20", "3f"), range("40", "7f"), range("80", "ff")),
        KeyRange.ALL.split(4));
  }

  @Test
  void whatTouchesIsOne() {
    assertEquals(List.of(KeyRange.ALL), KeyRange.union(KeyRange.ALL.split(20).reversed()));
    assertEquals(
        List.of(range("00", "0f"), range("20", "2f")),
        KeyRange.union(List.of(range("20", "2f"), range("08", "0f"), range("00", "0a"))));
  }

  @Test
  void theRestBeginsAtAKey() {
    assertEquals(Optional.of(range("05", "0f")), range("00", "0f").from(low("05")));
    assertEquals(Optional.empty(), range("00", "0f").from(low("10")));
    assertThrows(IllegalArgumentException.class, () -> range("10", "0f"));
  }
}

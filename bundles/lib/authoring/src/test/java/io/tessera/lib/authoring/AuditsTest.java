package io.tessera.lib.authoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.crypto.Shuffle;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What auditors sign, and what is drawn for them. */
class AuditsTest {
  private static final String ENTROPY = "aa".repeat(32);
  private static final String REPORT = "bb".repeat(32);
  private static final String BLOCK = "cc".repeat(32);

  /** ASCII of jam_audit, jam_announce, jam_valid and jam_invalid. */
  private static final String AUDIT = "6a616d5f6175646974";

  private static final String ANNOUNCE = "6a616d5f616e6e6f756e6365";
  private static final String VALID = "6a616d5f76616c6964";
  private static final String INVALID = "6a616d5f696e76616c6964";

  private static void assertBytes(String hex, byte[] bytes) {
    assertEquals(hex, Bytes.wrap(bytes).toHex());
  }

  @Test
  void whatIsSignedStandsBehindAWord() {
    assertBytes(AUDIT + ENTROPY, AuditInputs.first(Hash.fromHex(ENTROPY)));
    assertBytes(
        AUDIT + ENTROPY + REPORT + "03",
        AuditInputs.later(Hash.fromHex(ENTROPY), Hash.fromHex(REPORT), 3));
    assertBytes(
        ANNOUNCE + "03" + "0100" + REPORT + BLOCK,
        AuditInputs.announcement(3, Bytes.fromHex("0100" + REPORT), Hash.fromHex(BLOCK)));
    assertBytes(VALID + REPORT, AuditInputs.judgment(true, Hash.fromHex(REPORT)));
    assertBytes(INVALID + REPORT, AuditInputs.judgment(false, Hash.fromHex(REPORT)));
  }

  @Test
  void tenCoresAreDrawnAndThoseWithAReportAudited() {
    Hash output = Hash.fromHex(ENTROPY);
    int[] drawn = Arrays.copyOf(Shuffle.indices(341, output), 10);
    Set<Integer> all = IntStream.range(0, 341).boxed().collect(Collectors.toSet());
    Set<Integer> ten = Arrays.stream(drawn).boxed().collect(Collectors.toSet());
    assertEquals(ten, AuditSelection.first(341, all, output));
    Set<Integer> some = new TreeSet<>(all);
    some.remove(drawn[0]);
    some.remove(drawn[9]);
    ten.removeAll(Set.of(drawn[0], drawn[9]));
    assertEquals(ten, AuditSelection.first(341, some, output));
    assertEquals(Set.of(1), AuditSelection.first(2, Set.of(1), output), "all of fewer than ten");
  }

  /** With 1,023 validators, 1023 b / 512 is 0 for b = 0, just below 2 for 1 and above 2 for 2. */
  @Test
  void noShowsOutweighTheFirstByteOfTheOutput() {
    assertTrue(later(ProtocolParameters.FULL, "00", 1));
    assertFalse(later(ProtocolParameters.FULL, "00", 0));
    assertFalse(later(ProtocolParameters.FULL, "01", 1));
    assertTrue(later(ProtocolParameters.FULL, "01", 2));
    assertFalse(later(ProtocolParameters.FULL, "ff", 509));
    assertTrue(later(ProtocolParameters.FULL, "ff", 510));
    assertTrue(later(ProtocolParameters.TINY, "55", 1));
    assertFalse(later(ProtocolParameters.TINY, "56", 1));
  }

  private static boolean later(ProtocolParameters parameters, String first, int noShows) {
    return AuditSelection.later(parameters, Hash.fromHex(first + "ff".repeat(31)), noShows);
  }
}

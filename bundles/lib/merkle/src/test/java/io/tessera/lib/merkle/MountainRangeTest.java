package io.tessera.lib.merkle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.CodecException;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.JamReader;
import io.tessera.lib.crypto.Keccak;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MountainRangeTest {
  private static final Path VECTORS =
      Path.of(System.getProperty("tessera.root")).resolveSibling("shared").resolve("vectors");
  private static final TreeHash H = TreeHash.KECCAK;
  private static final byte[] PEAK = "peak".getBytes(StandardCharsets.US_ASCII);

  /** The accumulation root is appended by Keccak; the new block's entry has the super-peak. */
  @Test
  void historyVectors() throws IOException {
    int appended = 0;
    for (int number = 1; number <= 4; number++) {
      Path file = VECTORS.resolve("stf/history/tiny/progress_blocks_history-" + number + ".bin");
      JamReader in = new JamReader(Files.readAllBytes(file));
      in.skip(2 * Hash.SIZE);
      Hash accumulateRoot = Hash.CODEC.decode(in);
      in.skip(in.count(2 * Hash.SIZE) * 2 * Hash.SIZE);
      lastSuperPeak(in);
      MountainRange before = MountainRange.CODEC.decode(in);
      Hash superPeak = lastSuperPeak(in);
      MountainRange after = MountainRange.CODEC.decode(in);
      in.expectEnd();
      assertEquals(after, before.append(accumulateRoot, H));
      assertEquals(superPeak, after.superPeak());
      appended++;
    }
    assertEquals(4, appended);
  }

  /** Reads the history: header hash, super-peak, state root and reported packages of each block. */
  private static Hash lastSuperPeak(JamReader in) {
    Hash superPeak = Hash.ZERO;
    int blocks = in.count(3 * Hash.SIZE);
    for (int i = 0; i < blocks; i++) {
      in.skip(Hash.SIZE);
      superPeak = Hash.CODEC.decode(in);
      in.skip(Hash.SIZE);
      in.skip(in.count(2 * Hash.SIZE) * 2 * Hash.SIZE);
    }
    return superPeak;
  }

  @Test
  void peaksByHand() {
    Hash ab = hash(item(0), item(1));
    Hash abcd = hash(ab, hash(item(2), item(3)));
    assertEquals(List.of(Optional.of(item(0))), range(1).peaks());
    assertEquals(List.of(Optional.empty(), Optional.of(ab)), range(2).peaks());
    assertEquals(List.of(Optional.of(item(2)), Optional.of(ab)), range(3).peaks());
    assertEquals(List.of(Optional.empty(), Optional.empty(), Optional.of(abcd)), range(4).peaks());
    assertEquals(
        List.of(Optional.of(item(4)), Optional.empty(), Optional.of(abcd)), range(5).peaks());
  }

  @Test
  void superPeaksByHand() {
    assertEquals(Hash.ZERO, MountainRange.EMPTY.superPeak());
    assertEquals(item(0), range(1).superPeak());
    assertEquals(hash(item(0), item(1)), range(2).superPeak());
    List<Hash> peaks = range(7).peaks().stream().map(Optional::orElseThrow).toList();
    Hash two = peak(peaks.get(0), peaks.get(1));
    assertEquals(peak(two, peaks.get(2)), range(7).superPeak());
  }

  @Test
  void encodingByHand() {
    assertEquals("00", hex(MountainRange.EMPTY));
    assertEquals("0200" + "01" + hash(item(0), item(1)).toHex(), hex(range(2)));
    for (int items = 0; items < 20; items++) {
      MountainRange range = range(items);
      assertEquals(range, MountainRange.CODEC.decode(MountainRange.CODEC.encode(range)));
    }
    byte[] tooMany = new byte[66];
    tooMany[0] = 65;
    assertThrows(CodecException.class, () -> MountainRange.CODEC.decode(tooMany));
  }

  private static String hex(MountainRange range) {
    return Bytes.wrap(MountainRange.CODEC.encode(range)).toHex();
  }

  private static MountainRange range(int items) {
    MountainRange range = MountainRange.EMPTY;
    for (int i = 0; i < items; i++) {
      range = range.append(item(i), H);
    }
    return range;
  }

  private static Hash item(int number) {
    return Keccak.hash(new byte[] {(byte) number});
  }

  private static Hash hash(Hash left, Hash right) {
    return Keccak.hash(left.toByteArray(), right.toByteArray());
  }

  private static Hash peak(Hash left, Hash right) {
    return Keccak.hash(PEAK, left.toByteArray(), right.toByteArray());
  }
}

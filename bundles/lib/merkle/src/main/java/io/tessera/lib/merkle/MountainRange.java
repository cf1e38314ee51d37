package io.tessera.lib.merkle;

import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.crypto.Keccak;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A Merkle mountain range: a commitment to a sequence to which can be appended (Gray Paper, section
 * "Merkle Mountain Ranges and Belts").
 *
 * @param peaks the one at index i is the root of a tree of 2^i items, or empty
 */
public record MountainRange(List<Optional<Hash>> peaks) {
  /** The range of an empty sequence. */
  public static final MountainRange EMPTY = new MountainRange(List.of());

  /** More items than 2^64 are never appended. */
  private static final int MOST_PEAKS = 64;

  private static final Codec<Optional<Hash>> PEAK_CODEC =
      Codec.of(
          "peak", in -> in.optional(Hash.CODEC), (peak, out) -> out.optional(Hash.CODEC, peak));

  private static final Codec<List<Optional<Hash>>> PEAKS =
      Codec.list("peaks", PEAK_CODEC, 1, 0, MOST_PEAKS);

  /** E_M: the number of peaks, then each after a byte that says whether there is one. */
  public static final Codec<MountainRange> CODEC =
      Codec.of(
          "mountain range",
          in -> new MountainRange(PEAKS.decode(in)),
          (range, out) -> PEAKS.encode(range.peaks, out));

  private static final byte[] PEAK = "peak".getBytes(StandardCharsets.US_ASCII);

  /** Takes a copy of the list. */
  public MountainRange {
    peaks = List.copyOf(peaks);
  }

  /** A: the range with one more item. */
  public MountainRange append(Hash item, TreeHash hash) {
    List<Optional<Hash>> appended = new ArrayList<>(peaks);
    Hash carried = item;
    int at = 0;
    while (at < appended.size() && appended.get(at).isPresent()) {
      carried = hash.hash(appended.get(at).orElseThrow().toByteArray(), carried.toByteArray());
      appended.set(at++, Optional.empty());
    }
    if (at == appended.size()) {
      appended.add(Optional.of(carried));
    } else {
      appended.set(at, Optional.of(carried));
    }
    return new MountainRange(appended);
  }

  /** M_R: one hash for the whole range, by Keccak always; that of an empty one is the zero hash. */
  public Hash superPeak() {
    List<Hash> present = peaks.stream().flatMap(Optional::stream).toList();
    if (present.isEmpty()) {
      return Hash.ZERO;
    }
    Hash peak = present.getFirst();
    for (Hash next : present.subList(1, present.size())) {
      peak = Keccak.hash(PEAK, peak.toByteArray(), next.toByteArray());
    }
    return peak;
  }
}

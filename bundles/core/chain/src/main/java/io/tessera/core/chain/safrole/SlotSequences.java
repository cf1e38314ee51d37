package io.tessera.core.chain.safrole;

import io.tessera.lib.codec.BandersnatchPublic;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.JamWriter;
import io.tessera.lib.crypto.Blake2b;
import java.util.ArrayList;
import java.util.List;

/** How an epoch's slots are given out (Gray Paper, section "The Slot Key Sequence"). */
public final class SlotSequences {
  private SlotSequences() {}

  /** Z: first, last, second, last but one, and so on. */
  public static <T> List<T> outsideIn(List<T> sorted) {
    List<T> result = new ArrayList<>(sorted.size());
    for (int low = 0, high = sorted.size() - 1; low <= high; low++, high--) {
      result.add(sorted.get(low));
      if (low < high) {
        result.add(sorted.get(high));
      }
    }
    return result;
  }

  /** The reverse of {@link #outsideIn}. */
  public static <T> List<T> insideOut(List<T> bySlot) {
    List<T> result = new ArrayList<>(bySlot.size());
    int size = bySlot.size();
    for (int i = 0; i < size; i += 2) {
      result.add(bySlot.get(i));
    }
    for (int i = size / 2 * 2 - 1; i > 0; i -= 2) {
      result.add(bySlot.get(i));
    }
    return result;
  }

  /**
   * F: for each of so many slots the key of a validator that entropy chooses.
   *
   * @param entropy eta 2 of the epoch
   */
  public static List<BandersnatchPublic> fallback(
      Hash entropy, ValidatorSet validators, int slots) {
    List<BandersnatchPublic> keys = new ArrayList<>(slots);
    for (int i = 0; i < slots; i++) {
      JamWriter seed = new JamWriter(Hash.SIZE + 4);
      seed.bytes(entropy);
      seed.u32(i);
      Hash hash = Blake2b.hash(seed.toByteArray());
      long number = hash.get(0) | hash.get(1) << 8 | hash.get(2) << 16 | (long) hash.get(3) << 24;
      keys.add(validators.keys().get((int) (number % validators.keys().size())).bandersnatch());
    }
    return keys;
  }
}

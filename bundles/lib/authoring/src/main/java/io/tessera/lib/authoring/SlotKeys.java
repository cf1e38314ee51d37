package io.tessera.lib.authoring;

import io.tessera.lib.codec.BandersnatchPublic;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.JamWriter;
import io.tessera.lib.codec.block.TicketBody;
import io.tessera.lib.codec.state.ValidatorData;
import io.tessera.lib.crypto.Blake2b;
import java.util.ArrayList;
import java.util.List;

/** How an epoch's slots are given out (Gray Paper, section "The Slot Key Sequence"). */
public final class SlotKeys {
  private SlotKeys() {}

  /** Z: the first ticket, the last, the second, the last but one, and so on. */
  public static List<TicketBody> outsideIn(List<TicketBody> ascending) {
    List<TicketBody> sequence = new ArrayList<>(ascending.size());
    int last = ascending.size() - 1;
    for (int i = 0; i < ascending.size(); i++) {
      sequence.add(ascending.get(i % 2 == 0 ? i / 2 : last - i / 2));
    }
    return sequence;
  }

  /**
   * F: for each slot of an epoch the key of a validator that entropy picks.
   *
   * @param entropy η'_2
   * @param set κ'
   * @param slots E
   */
  public static List<BandersnatchPublic> fallback(
      Hash entropy, List<ValidatorData> set, int slots) {
    List<BandersnatchPublic> keys = new ArrayList<>(slots);
    for (int slot = 0; slot < slots; slot++) {
      JamWriter seed = new JamWriter(Hash.SIZE + 4);
      seed.bytes(entropy);
      seed.u32(slot);
      Hash pick = Blake2b.hash(seed.toByteArray());
      long number = pick.get(0) | pick.get(1) << 8 | pick.get(2) << 16 | (long) pick.get(3) << 24;
      keys.add(set.get((int) (number % set.size())).bandersnatch());
    }
    return keys;
  }
}

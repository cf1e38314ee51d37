package io.tessera.core.chain.safrole;

import io.tessera.lib.codec.BandersnatchPublic;
import io.tessera.lib.codec.block.TicketBody;
import java.util.List;

/**
 * What entitles to seal in each of an epoch's E slots, by phase (Gray Paper, section "Safrole Basic
 * State", gamma S).
 */
public sealed interface SealKeys {
  /** The tickets that won, in the order of their slots. */
  record Tickets(List<TicketBody> bySlot) implements SealKeys {
    /** Takes a copy of the list. */
    public Tickets {
      bySlot = List.copyOf(bySlot);
    }
  }

  /** Keys drawn from the validators, when there are no tickets. */
  record Keys(List<BandersnatchPublic> bySlot) implements SealKeys {
    /** Takes a copy of the list. */
    public Keys {
      bySlot = List.copyOf(bySlot);
    }
  }
}

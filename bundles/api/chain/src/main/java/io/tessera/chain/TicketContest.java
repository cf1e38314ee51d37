package io.tessera.chain;

import io.tessera.lib.codec.BandersnatchPublic;
import io.tessera.lib.codec.Hash;
import java.util.List;

/**
 * What a ticket must prove to count: that a member of the ring made it with this entropy (Gray
 * Paper, section "The Extrinsic and Tickets"). Forks may have different contests for one epoch.
 *
 * @param epoch index of the epoch whose slots the tickets are for: the one after that of the blocks
 *     which bring them
 * @param entropy η'_2 in the blocks that bring them
 * @param ring γ'_P's Bandersnatch keys: the validators of that epoch, in order
 */
public record TicketContest(long epoch, Hash entropy, List<BandersnatchPublic> ring) {
  /** Takes a copy of the list. */
  public TicketContest {
    ring = List.copyOf(ring);
  }
}

package io.tessera.chain;

import io.tessera.lib.codec.Ed25519Public;
import java.util.List;

/**
 * The contest for the next epoch's slots as it is known with certainty: a block of the present
 * epoch is final, so that no fork can change what tickets must prove any more. With it, the
 * validators among which tickets travel (JAMNP-S, "CE 131/132: Safrole ticket distribution").
 *
 * @param contest what tickets must prove
 * @param current Ed25519 keys of the present epoch's validators, in order
 * @param next those of the next epoch's, of whom proxies are taken; zeroes stand for offenders
 * @param since the slot in which this node got to know it; the epoch's first slot when that was
 *     before the node started
 */
public record TicketLottery(
    TicketContest contest, List<Ed25519Public> current, List<Ed25519Public> next, long since) {
  /** Takes copies of the lists. */
  public TicketLottery {
    current = List.copyOf(current);
    next = List.copyOf(next);
  }

  /** Index of the epoch whose slots are given away. */
  public long epoch() {
    return contest.epoch();
  }
}

package io.tessera.protocol.ce131;

import io.tessera.chain.TicketLottery;
import io.tessera.lib.codec.ProtocolParameters;

/**
 * When the tickets of a lottery travel, in slots. All counts from the connectivity changes of the
 * epoch, which wait until its first block is final and max(E/30, 1) slots have passed. They are
 * worked out here rather than heard of, since nothing changes where the validators stay the same,
 * and a node that starts in the middle of the epoch must not begin anew.
 *
 * @param toProxy from when tickets go to their proxies
 * @param forward from when proxies hand them on
 * @param spread until when they spread that evenly; not above {@code forward} when there is no time
 *     for it
 * @param end the first slot whose block can bring none
 */
record LotteryTimes(long toProxy, long forward, long spread, long end) {

  static LotteryTimes of(TicketLottery lottery, ProtocolParameters parameters) {
    int epochLength = parameters.epochLength();
    long begin = (lottery.epoch() - 1) * epochLength;
    long end = begin + parameters.ticketSubmissionEnd();
    long changed = Math.max(begin + Math.max(epochLength / 30, 1), lottery.since());
    return new LotteryTimes(
        inTime(changed + Math.max(epochLength / 60, 1), changed, end),
        inTime(changed + Math.max(epochLength / 20, 1), changed, end),
        begin + parameters.ticketSubmissionEnd() / 2,
        end);
  }

  /** Better early than never. */
  private static long inTime(long slot, long changed, long end) {
    return slot < end ? slot : changed;
  }
}

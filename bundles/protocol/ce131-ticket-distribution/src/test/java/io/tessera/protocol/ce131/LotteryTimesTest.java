package io.tessera.protocol.ce131;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.lib.codec.ProtocolParameters;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When tickets travel. */
class LotteryTimesTest {
  private static final ProtocolParameters FULL = ProtocolParameters.FULL;
  private static final ProtocolParameters TINY = ProtocolParameters.TINY;

  private static LotteryTimes of(long epoch, long since, ProtocolParameters parameters) {
    return LotteryTimes.of(Lotteries.of(epoch, since, List.of(), List.of()), parameters);
  }

  /** E = 600: changes after 20 slots, the first step 10 and the second one 30 later; Y = 500. */
  @Test
  void ofAFullEpoch() {
    assertEquals(new LotteryTimes(600 + 30, 600 + 50, 600 + 250, 600 + 500), of(2, 600, FULL));
    assertEquals(of(2, 600, FULL), of(2, 620, FULL), "changes wait for 20 slots");
  }

  /** E = 12, Y = 10: nothing takes less than a slot. */
  @Test
  void ofATinyEpoch() {
    assertEquals(new LotteryTimes(12 + 2, 12 + 2, 12 + 5, 12 + 10), of(2, 12, TINY));
  }

  /** Changes wait for the epoch's first block to be final, too. */
  @Test
  void whenFinalityIsLate() {
    assertEquals(new LotteryTimes(600 + 110, 600 + 130, 600 + 250, 600 + 500), of(2, 700, FULL));
    LotteryTimes late = of(2, 12 + 6, TINY);
    assertEquals(new LotteryTimes(12 + 7, 12 + 7, 12 + 5, 12 + 10), late);
    assertTrue(late.spread() < late.forward(), "at once");
  }

  /** Where a step would come too late it comes at once. */
  @Test
  void whenThereIsNoTimeLeft() {
    assertEquals(new LotteryTimes(12 + 9, 12 + 9, 12 + 5, 12 + 10), of(2, 12 + 9, TINY));
  }
}

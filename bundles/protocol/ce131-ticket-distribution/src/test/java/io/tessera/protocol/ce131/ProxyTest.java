package io.tessera.protocol.ce131;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tessera.chain.TicketLottery;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.testing.testkit.TestNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which validator a ticket goes to first. */
class ProxyTest {
  private static final List<PeerId> CURRENT =
      IntStream.range(20, 26).mapToObj(TestNode::id).toList();
  private static final List<PeerId> NEXT = IntStream.range(10, 16).mapToObj(TestNode::id).toList();

  private static Optional<PeerId> proxy(String lastFour, List<PeerId> next) {
    TicketLottery lottery = Lotteries.of(1, 0, CURRENT, next);
    return Proxy.of(lottery, Hash.fromHex("ff".repeat(28) + lastFour));
  }

  @Test
  void theLastFourBytesHighestFirstModuloTheNextEpochsValidators() {
    assertEquals(Optional.of(NEXT.get(0)), proxy("00000000", NEXT));
    assertEquals(Optional.of(NEXT.get(5)), proxy("00000107", NEXT), "263 = 43 * 6 + 5");
    assertEquals(Optional.of(NEXT.get(2)), proxy("07010000", NEXT), "117506048 = 19584341 * 6 + 2");
  }

  @Test
  void theyAreUnsigned() {
    assertEquals(Optional.of(NEXT.get(3)), proxy("ffffffff", NEXT), "4294967295 = 6 n + 3");
  }

  @Test
  void anOffendersPlaceIsNobodys() {
    List<PeerId> next = new ArrayList<>(NEXT);
    next.set(5, TestNode.id(0));
    assertEquals(Optional.empty(), proxy("00000107", next));
  }
}

package io.tessera.discovery.dht;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PacketLimitTest {
  private final AtomicLong nanos = new AtomicLong(-5);
  private final PacketLimit limit = new PacketLimit(nanos::get);

  private int admitted(InetAddress sender, int packets) {
    int admitted = 0;
    for (int i = 0; i < packets; i++) {
      admitted += limit.admits(sender) ? 1 : 0;
    }
    return admitted;
  }

  private static InetAddress address(int number) throws Exception {
    return InetAddress.getByAddress(new byte[] {9, 9, (byte) (number >> 8), (byte) number});
  }

  @Test
  void oneAddressHasItsShareAndGetsItBackWithTime() throws Exception {
    assertEquals(PacketLimit.EACH_AT_ONCE, admitted(address(1), 10_000));
    assertTrue(limit.admits(address(2)), "others are not affected");
    nanos.addAndGet(1_000_000_000L);
    assertEquals(PacketLimit.EACH, admitted(address(1), 10_000));
  }

  @Test
  void manyAddressesTogetherHaveABoundToo() throws Exception {
    int admitted = 0;
    for (int i = 0; i < 10_000; i++) {
      admitted += admitted(address(i), 1);
    }
    assertEquals(PacketLimit.ALL_AT_ONCE, admitted);
    nanos.addAndGet(1_000_000_000L);
    assertEquals(PacketLimit.ALL, admitted(InetAddress.getLoopbackAddress(), 10_000));
    assertFalse(limit.admits(address(20_000)));
  }
}

package io.tessera.transport.quic;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/**
 * The places for accepted handshakes under way. An eighth of them is all that the addresses get
 * that one party can easily have all of, a /24 of IPv4 or a /48 of IPv6: one that opens handshakes
 * and never ends them leaves the rest to others. Confined to the event loop.
 */
final class Slots {
  private static final int SHARES = 8;
  private static final int IPV4_BYTES = 3;
  private static final int IPV6_BYTES = 6;

  private final int all;
  private final int share;
  private final Map<Long, Integer> byRange = new HashMap<>();
  private int taken;

  /** Free places. */
  Slots(int all) {
    this.all = all;
    share = Math.max(1, all / SHARES);
  }

  /** How many handshakes are under way. */
  int taken() {
    return taken;
  }

  /** Whether there is a place for one from this address. */
  boolean free(InetAddress from) {
    return taken < all && byRange.getOrDefault(range(from), 0) < share;
  }

  /** A handshake begins. */
  void take(InetAddress from) {
    taken++;
    byRange.merge(range(from), 1, Integer::sum);
  }

  /** It has ended. */
  void giveBack(InetAddress from) {
    taken--;
    byRange.computeIfPresent(range(from), (range, n) -> n == 1 ? null : n - 1);
  }

  private static long range(InetAddress address) {
    byte[] raw = address.getAddress();
    int size = raw.length == 4 ? IPV4_BYTES : IPV6_BYTES;
    long range = size;
    for (int i = 0; i < size; i++) {
      range = (range << 8) | (raw[i] & 0xff);
    }
    return range;
  }
}

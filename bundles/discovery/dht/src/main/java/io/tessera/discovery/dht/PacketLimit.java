package io.tessera.discovery.dht;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How many packets are looked at: the library keeps a session of about a kilobyte for 3 minutes for
 * each packet that names a new sender, and a source address can be made up. So there is a bound for
 * all together, and a smaller one for each address; loopback has only the first. Confined to the
 * socket's thread.
 */
final class PacketLimit {
  /** Packets a second of all senders, and how many may come at once. */
  static final int ALL = 300;

  /** How many packets of all senders may come at once. */
  static final int ALL_AT_ONCE = 3_000;

  /** Packets a second of one address. */
  static final int EACH = 50;

  /** How many packets of one address may come at once. */
  static final int EACH_AT_ONCE = 300;

  private static final int ADDRESSES = 4_096;
  private static final double NANOS = 1e9;

  private final LongSupplier nanoTime;
  private final Bucket all;
  private final Map<InetAddress, Bucket> each = new LinkedHashMap<>(64, 0.75f, true);

  /** With full buckets; the clock is {@link System#nanoTime} but in tests. */
  PacketLimit(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    all = new Bucket(ALL_AT_ONCE, nanoTime.getAsLong());
  }

  /** Whether one more packet may be looked at. */
  boolean admits(InetAddress sender) {
    long now = nanoTime.getAsLong();
    if (!sender.isLoopbackAddress()) {
      Bucket own = each.computeIfAbsent(sender, any -> new Bucket(EACH_AT_ONCE, now));
      if (each.size() > ADDRESSES) {
        each.remove(each.keySet().iterator().next());
      }
      if (!own.take(now, EACH, EACH_AT_ONCE)) {
        return false;
      }
    }
    return all.take(now, ALL, ALL_AT_ONCE);
  }

  private static final class Bucket {
    private double tokens;
    private long filled;

    Bucket(double tokens, long now) {
      this.tokens = tokens;
      filled = now;
    }

    boolean take(long now, int perSecond, int most) {
      tokens = Math.min(most, tokens + (now - filled) / NANOS * perSecond);
      filled = now;
      if (tokens < 1) {
        return false;
      }
      tokens--;
      return true;
    }
  }
}

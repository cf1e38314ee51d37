package io.tessera.operator.shell;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Locale;

/** Amounts as people read them. */
final class Units {
  private Units() {}

  /** {@code 999 B}, {@code 1.2 KB}, … in steps of 1,000. */
  static String bytes(long count) {
    if (count < 1000) {
      return count + " B";
    }
    double value = count;
    int step = -1;
    while (value >= 999.95 && step < 4) {
      value /= 1000;
      step++;
    }
    return String.format(Locale.ROOT, "%.1f %cB", value, "KMGTP".charAt(step));
  }

  /** {@code 42s}, {@code 3m 5s}, {@code 2h 10m}, {@code 4d 3h}. */
  static String duration(Duration time) {
    long seconds = Math.max(0, time.toSeconds());
    if (seconds < 60) {
      return seconds + "s";
    } else if (seconds < 3600) {
      return seconds / 60 + "m " + seconds % 60 + "s";
    } else if (seconds < 86_400) {
      return seconds / 3600 + "h " + seconds % 3600 / 60 + "m";
    }
    return seconds / 86_400 + "d " + seconds % 86_400 / 3600 + "h";
  }

  /** {@code 1.2.3.4:30333} or {@code [::1]:30333}. */
  static String address(InetSocketAddress address) {
    String host =
        address.getAddress() == null
            ? address.getHostString()
            : address.getAddress().getHostAddress();
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
  }
}

package io.tessera.operator.metrics;

import java.util.Locale;

/** Words for people and labels. */
final class Words {
  private Words() {}

  /** A constant as a label's value: {@code TOO_MANY_PEERS} is {@code too_many_peers}. */
  static String label(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** A constant for people: {@code too many peers}. */
  static String plain(Enum<?> constant) {
    return label(constant).replace('_', ' ');
  }

  /** {@code 999 B}, {@code 1.2 kB}, … in steps of 1,000. */
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
    return String.format(Locale.ROOT, "%.1f %cB", value, "kMGTP".charAt(step));
  }

  /** {@code 42 s}, {@code 3 min}, {@code 2 h 10 min}, {@code 4 d 3 h}. */
  static String duration(long seconds) {
    if (seconds < 60) {
      return Math.max(0, seconds) + " s";
    } else if (seconds < 3600) {
      return seconds / 60 + " min";
    } else if (seconds < 86_400) {
      return seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
    }
    return seconds / 86_400 + " d " + seconds % 86_400 / 3600 + " h";
  }

  /** {@code 1,234,567}. */
  static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}

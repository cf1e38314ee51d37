package io.tessera.testing.itests;

import org.junit.jupiter.api.Assumptions;

/** Long runs, which {@code mvn verify -Psoak} makes in full. */
final class Soak {
  /** Whether this is one. */
  static final boolean ON = Boolean.getBoolean("tessera.soak");

  private Soak() {}

  /** Skips what is no part of a short run, and prints why. */
  static void unless(boolean inShortRuns, String why) {
    if (!ON && !inShortRuns) {
      System.out.println("skipped but for -Psoak: " + why);
    }
    Assumptions.assumeTrue(ON || inShortRuns, why);
  }
}

package io.tessera.lib.authoring;

import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.crypto.Shuffle;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which reports a random output makes a validator audit (Gray Paper, section "Selection of
 * Reports"). Pure computation.
 */
public final class AuditSelection {
  /** A: how long a tranche lasts. */
  public static final Duration TRANCHE = Duration.ofSeconds(8);

  /** Cores that are drawn for tranche 0. */
  private static final int DRAWN = 10;

  /** F: how many are expected to audit a report for each no-show. */
  private static final int BIAS = 2;

  /** How many values the first byte of an output has. */
  private static final int VALUES = 256;

  private AuditSelection() {}

  /**
   * a_0: the cores among the first ten of the shuffled ones on which a report became available.
   *
   * @param cores C
   * @param available the cores on which one did
   * @param output Y(s_0)
   * @return in ascending order
   */
  public static Set<Integer> first(int cores, Set<Integer> available, Hash output) {
    int[] shuffled = Shuffle.indices(cores, output);
    Set<Integer> selected = new TreeSet<>();
    for (int i = 0; i < Math.min(DRAWN, cores); i++) {
      if (available.contains(shuffled[i])) {
        selected.add(shuffled[i]);
      }
    }
    return selected;
  }

  /**
   * Whether a report is in a_n: V / 256F of the output's first byte is less than the number of
   * no-shows.
   *
   * @param output Y(s_n(w))
   * @param noShows m_n: how many announced it in the tranche before and have not judged it positive
   */
  public static boolean later(ProtocolParameters parameters, Hash output, int noShows) {
    return (long) parameters.validators() * output.get(0) < (long) VALUES * BIAS * noShows;
  }
}

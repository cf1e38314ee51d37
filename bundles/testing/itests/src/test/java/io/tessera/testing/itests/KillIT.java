package io.tessera.testing.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Imports that are killed at random moments leave a data directory with which the next goes on. */
class KillIT {
  private static final boolean SOAK = Boolean.getBoolean("tessera.soak");
  private static final int BLOCKS = SOAK ? 6_000 : 200;
  private static final int KILLS = SOAK ? 50 : 1;

  /** A progress line's head, which an import prints once a second: {@code at #<height> <hash>}. */
  private static final Pattern REPORTED = Pattern.compile("import: .* at #(\\d+) .*");

  private final Random moments = new Random(50);
  private Chains chain;
  private int kills;
  private long killedBetween;

  @Test
  void importsKilledAtRandomMomentsLoseNothingReported(@TempDir Path folder) throws Exception {
    chain = Chains.make(folder, 2, BLOCKS);
    long whole = System.nanoTime();
    assertEquals(0, complete(folder.resolve("unharmed")));
    Duration longest = Duration.ofNanos(System.nanoTime() - whole);
    for (int i = 0; kills < KILLS; i++) {
      killUntilItIsDone(folder.resolve("data" + i), longest);
    }
    System.out.printf(
        "%d kills within %d ms of a start, %d of them between the first block and the last%n",
        kills, longest.toMillis(), killedBetween);
  }

  /**
   * Kills one import after the other on a data directory, until one is faster or all kills are
   * done; then that chain has to be complete, with what was reported known before.
   */
  private void killUntilItIsDone(Path data, Duration longest) throws Exception {
    long reported = 0;
    for (boolean done = false; kills < KILLS && !done; ) {
      try (Cli running = start(data)) {
        done = running.endsWithin(Duration.ofNanos(moments.nextLong(longest.toNanos())));
        if (!done) {
          running.kill();
          done = running.status() == 0; // it was faster than the signal
        }
        if (!done) {
          assertEquals(137, running.status(), "killed before it was done");
          kills++;
          long height = reported(running.err());
          killedBetween += height > 0 ? 1 : 0;
          reported = Math.max(reported, height);
        }
      }
    }
    stop(data, longest);
    long known = complete(data);
    assertTrue(known >= reported, "#" + reported + " was reported, " + known + " are known");
  }

  /** Ends one more by SIGTERM, unless it is faster. */
  private void stop(Path data, Duration longest) throws Exception {
    try (Cli running = start(data)) {
      if (!running.endsWithin(longest.dividedBy(2))) {
        running.stop();
      }
    }
  }

  /** Imports to the end. The number of blocks that were there before. */
  private long complete(Path data) throws Exception {
    try (Cli last = start(data)) {
      assertEquals(0, last.status(Duration.ofMinutes(2)), last + Wait.tail(last.err()));
      Map<String, Object> result = JSON.std.mapFrom(last.out().get(0));
      assertEquals(chain.head(), result.get("head"), result.toString());
      assertEquals(chain.stateRoot(), result.get("state_root"), result.toString());
      long known = ((Number) result.get("known")).longValue();
      assertEquals(BLOCKS, ((Number) result.get("blocks")).longValue() + known);
      return known;
    }
  }

  private static long reported(List<String> lines) {
    long height = 0;
    for (String line : lines) {
      Matcher progress = REPORTED.matcher(line);
      if (progress.matches()) {
        height = Long.parseLong(progress.group(1));
      }
    }
    return height;
  }

  private Cli start(Path data) throws Exception {
    return Cli.start(
        "import", "--data", data, "--chain", chain.genesis(), "--json", chain.blocks());
  }
}

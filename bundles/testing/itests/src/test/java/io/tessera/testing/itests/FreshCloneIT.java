package io.tessera.testing.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's first command as a newcomer runs it: where nothing has been built. */
@Order(Lanes.LONG)
class FreshCloneIT {
  private static final int BLOCKS = 100;
  private static final String HEAD =
      "b53a8b4c781189261d16bc071c0de827f5afa590d4277aa6c1bdcdac9f533ac8";

  @Test
  void theFirstCommandBuildsAndRunsAndAnotherCloneGivesTheSameBytes(@TempDir Path folder)
      throws Exception {
    Soak.unless(false, "two builds of fresh clones, which take minutes");
    ShortTrace.copy(
        Files.createDirectories(folder.resolve("shared/vectors/traces/safrole")), BLOCKS);
    Path clone = folder.resolve("tessera");
    Map<String, String> environment = Maven.environment(Maven.usersRepository());
    Maven.run(folder, environment, "git clone -q '" + Paths.root() + "' tessera");

    Maven.run(clone, environment, "set -o pipefail; ./tessera devnet 2>&1 | tee ../first.txt");
    List<String> first = Files.readAllLines(folder.resolve("first.txt"));
    assertTrue(first.getFirst().startsWith("tessera: building the distribution"), first.getFirst());
    assertTrue(first.getLast().startsWith("devnet: ok " + HEAD), first.getLast());

    Maven.run(clone, environment, "./tessera --version 2>../second.err");
    assertEquals("", Files.readString(folder.resolve("second.err")), "it is built already");
    Maven.run(
        clone,
        environment,
        "bash distribution/src/build/reproducible.sh distribution/target/tessera-*");
  }
}

package io.tessera.testing.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A chain made by one process and followed by others, from nothing but the distribution. */
class DevnetIT {
  private static final int NODES = Soak.ON ? 3 : 2;
  private static final int BLOCKS = 15;

  /** The devnet's own, after which it tells what was wrong, and a little more. */
  private static final Duration DEADLINE = Duration.ofSeconds(60 + 15 * NODES + 3 * BLOCKS + 20);

  private static final Pattern OK =
      Pattern.compile("devnet: ok ([0-9a-f]{64}) state root ([0-9a-f]{64})");

  @TempDir private Path temporary;

  private Cli devnet(Object... more) throws Exception {
    return Cli.startWith(
        "-Djava.io.tmpdir=" + temporary,
        Stream.concat(
                Stream.of("devnet", "--nodes", NODES, "--blocks", BLOCKS, "--no-tickets"),
                Stream.of(more))
            .toArray());
  }

  @Test
  void allNodesAgree() throws Exception {
    try (Cli devnet = devnet()) {
      assertEquals(0, devnet.status(DEADLINE), devnet + Wait.tail(devnet.err()));
      List<String> out = devnet.out();
      Matcher ok = OK.matcher(out.get(out.size() - 1));
      assertTrue(ok.matches(), out.toString());
      String shown = " " + ok.group(1).substring(0, 8) + " ";
      List<String> table = out.subList(out.size() - 1 - NODES, out.size() - 1);
      for (int i = 0; i < NODES; i++) {
        String line = table.get(i);
        assertTrue(line.matches("node " + (i + 1) + " +" + BLOCKS + " .*"), line);
        assertTrue(line.contains(shown), line);
      }
      assertTrue(
          out.stream().noneMatch(line -> line.contains("\u001b")), "no terminal, no colours");
    }
    leavesNothing();
  }

  private void leavesNothing() throws IOException {
    try (Stream<Path> left = Files.list(temporary)) {
      assertEquals(
          List.of(),
          left.filter(path -> path.getFileName().toString().startsWith("tessera-devnet-"))
              .toList());
    }
  }

  @Test
  void namesTheNodeThatEnds() throws Exception {
    try (Cli devnet = devnet()) {
      devnet.line(line -> line.startsWith("1 | "));
      List<ProcessHandle> nodes = devnet.children();
      assertEquals(1, nodes.size(), "only node 1 runs");
      assertTrue(nodes.get(0).destroyForcibly());
      assertEquals(1, devnet.status(DEADLINE), devnet + Wait.tail(devnet.err()));
      assertEquals("devnet: failed: node 1 (run) ended with status 137", devnet.err().getLast());
      assertTrue(devnet.out().stream().noneMatch(line -> OK.matcher(line).matches()));
    }
    leavesNothing();
  }

  @Test
  void theResultAsJson() throws Exception {
    Soak.unless(false, "a devnet whose result is JSON");
    try (Cli devnet = devnet("--json")) {
      assertEquals(0, devnet.status(DEADLINE), devnet + Wait.tail(devnet.err()));
      assertEquals(1, devnet.out().size(), devnet.out().toString());
      Map<String, Object> line = JSON.std.mapFrom(devnet.out().get(0));
      assertEquals("ok", line.get("devnet"));
      assertEquals(NODES, line.get("nodes"));
      assertEquals(BLOCKS, line.get("blocks"));
    }
  }
}

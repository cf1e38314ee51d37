package io.tessera.testing.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** docs/shell-transcript.md is what a terminal shows still. */
class ShellTranscriptIT {
  private static final String SCRIPT = "bundles/testing/itests/src/test/sh/shell-transcript.sh";
  private static final int COLUMNS = 80;

  /** These show nothing that differs from run to run. */
  private static final List<String> SAME_IN_ALL_RUNS =
      List.of("Help", "Completion", "A mistyped command", "The end");

  @Test
  void theTranscriptIsWhatATerminalShows() throws Exception {
    boolean there =
        Arrays.stream(System.getenv("PATH").split(":"))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "tmux")));
    if (!there) {
      System.out.println("skipped: there is no tmux here to try the shell in");
    }
    Assumptions.assumeTrue(there, "no tmux");
    try (Cli script = Cli.typed(Paths.root(), "bash " + SCRIPT + " " + Paths.distribution())) {
      assertEquals(0, script.status(), () -> script + Wait.tail(script.err()));
      Map<String, List<String>> now = sections(script.out());
      Path document = Paths.root().resolve("docs/shell-transcript.md");
      Map<String, List<String>> then = sections(Files.readAllLines(document));
      assertEquals(then.keySet(), now.keySet());
      now.forEach((heading, lines) -> compare(heading, then.get(heading), lines));
    }
  }

  private static void compare(String heading, List<String> then, List<String> now) {
    if (SAME_IN_ALL_RUNS.contains(heading)) {
      assertEquals(then, now, heading + ": if it is better now, run " + SCRIPT);
    }
    assertEquals(typed(then), typed(now), heading);
    assertTrue(now.size() > typed(now).size(), heading + " is answered");
    boolean screen = false;
    for (String line : now) {
      screen = line.startsWith("```") ? !screen : screen;
      assertTrue(!screen || line.length() <= COLUMNS, "wider than the terminal: " + line);
      assertTrue(!line.contains("Exception"), line);
    }
  }

  private static List<String> typed(List<String> lines) {
    return lines.stream().filter(line -> line.startsWith("tessera> ")).toList();
  }

  /** Heading to its lines. */
  private static Map<String, List<String>> sections(List<String> lines) {
    Map<String, List<String>> sections = new LinkedHashMap<>();
    int begin = lines.size();
    for (int i = lines.size() - 1; i >= 0; i--) {
      if (lines.get(i).startsWith("## ")) {
        sections.put(lines.get(i).substring(3), lines.subList(i + 1, begin));
        begin = i;
      }
    }
    return sections;
  }
}

package io.tessera.testing.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/operations.md says of each line at WARN and above what it means, and of no other. */
class LogTableTest {
  private static final String HEADING = "## What the log says\n";
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `([^`]+)` \\| (ERROR|WARN|ERROR, WARN) \\| (\\S.*) \\|$");

  private static Map<String, Set<String>> rows() throws IOException {
    String document = Files.readString(Paths.root().resolve("docs/operations.md"));
    int begin = document.indexOf(HEADING) + HEADING.length();
    int end = document.indexOf("\n## ", begin);
    Matcher row = ROW.matcher(document.substring(begin, end < 0 ? document.length() : end));
    Map<String, Set<String>> rows = new TreeMap<>();
    while (row.find()) {
      Set<String> levels = new TreeSet<>(Arrays.asList(row.group(2).split(", ")));
      assertEquals(null, rows.put(row.group(1), levels), "once: " + row.group(1));
    }
    return rows;
  }

  @Test
  void everyLineHasItsRow() throws IOException {
    Map<String, Set<String>> logged = LogCalls.read(Paths.root());
    Map<String, Set<String>> rows = rows();
    assertTrue(logged.size() > 50, "the sources are read: " + logged.size());
    assertEquals(Set.of(), without(logged, rows), "without a row in docs/operations.md");
    assertEquals(Set.of(), without(rows, logged), "rows of lines that no source has");
    assertEquals(logged, rows, "levels");
  }

  private static Set<String> without(Map<String, ?> these, Map<String, ?> those) {
    Set<String> left = new TreeSet<>(these.keySet());
    left.removeAll(those.keySet());
    return left;
  }

  @Test
  void messagesAreReadFromSources() {
    String source =
        """
        LOG.warn("Peer {} is \\"odd\\": {}", peer, reason(a, b));
        LOG.error(
            "Two {}"
                + " lines",
            x);
        String line = "No key: " + e.getMessage();
        LOG.error(line, e);
        log.atLevel(level).log("Container: {}", text);
        LOG.info("not this");
        """;
    assertEquals(
        Map.of(
            "Peer … is \\\"odd\\\": …", Set.of("WARN"),
            "Two … lines", Set.of("ERROR"),
            "No key: …", Set.of("ERROR"),
            "Container: …", Set.of("ERROR", "WARN")),
        LogCalls.read(source));
    List<String> nameless = List.of("LOG.error(\"{}\", line);", "LOG.error(text);");
    nameless.forEach(each -> assertThrows(AssertionError.class, () -> LogCalls.read(each)));
  }
}

package io.tessera.testing.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The unit that runs a node under systemd. */
class ServiceUnitTest {
  private static final String UNIT = "distribution/src/main/dist/systemd/tessera.service";
  private static final String START = "/opt/tessera/bin/tessera";

  private static String unit() throws IOException {
    return Files.readString(Paths.root().resolve(UNIT));
  }

  @Test
  void systemdFindsNothingWrongWithIt(@TempDir Path folder) throws Exception {
    boolean there =
        Arrays.stream(System.getenv("PATH").split(":"))
            .anyMatch(path -> Files.isExecutable(Path.of(path, "systemd-analyze")));
    if (!there) {
      System.out.println("skipped: there is no systemd-analyze here");
    }
    Assumptions.assumeTrue(there, "no systemd-analyze");
    Path copy = folder.resolve("tessera.service"); // with a program that is there
    Files.writeString(copy, unit().replace(START, "/bin/true"));
    assertEquals("", said(0, "verify", "--man=no", copy.toString()));
    String exposure = said(0, "security", "--offline=true", "--no-pager", copy.toString());
    assertTrue(
        exposure.strip().matches("(?s).*exposure level for tessera.service: [0-3]\\..*"), exposure);
  }

  @Test
  void itsCommandLineIsTheScripts() throws IOException {
    assertTrue(unit().contains("ExecStart=" + START + " run --no-shell --config "), unit());
    assertTrue(Files.isExecutable(Paths.root().resolve("distribution/src/main/dist/bin/tessera")));
  }

  private static String said(int status, String... words) throws IOException, InterruptedException {
    String[] line = new String[words.length + 1];
    line[0] = "systemd-analyze";
    System.arraycopy(words, 0, line, 1, words.length);
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(status, process.waitFor(), text);
    return text;
  }
}

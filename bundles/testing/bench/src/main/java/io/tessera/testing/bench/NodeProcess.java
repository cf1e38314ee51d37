package io.tessera.testing.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The distribution's script in a process of its own, and the lines that it writes. */
final class NodeProcess implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 20;

  private final Process process;
  private final BufferedReader lines;

  private NodeProcess(Process process) {
    this.process = process;
    lines = process.inputReader();
  }

  /** Starts {@code tessera <words>}; its log comes with its output. */
  static NodeProcess start(Object... words) throws IOException {
    List<String> line = new ArrayList<>(List.of(script().toString()));
    Stream.of(words).map(Object::toString).forEach(line::add);
    return new NodeProcess(new ProcessBuilder(line).redirectErrorStream(true).start());
  }

  private static Path script() throws IOException {
    try (Stream<Path> targets = Files.list(Path.of("distribution/target"))) {
      return targets
          .map(target -> target.resolve("bin/tessera").toAbsolutePath())
          .filter(Files::isExecutable)
          .findFirst()
          .orElseThrow(() -> new IOException("no distribution: mvn package -DskipTests"));
    }
  }

  long pid() {
    return process.pid();
  }

  /** The next line that fits a pattern. */
  Matcher await(Pattern wanted) throws IOException {
    List<String> seen = new ArrayList<>();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      Matcher matcher = wanted.matcher(line);
      if (matcher.find()) {
        return matcher;
      }
      seen.add(line);
    }
    throw new IOException(
        "the node ended before it wrote " + wanted + ":\n" + String.join("\n", seen));
  }

  /** Reads on, so that the node never waits for this end of the pipe. */
  void ignoreTheRest() {
    Thread.ofVirtual().start(() -> lines.lines().forEach(rest -> {}));
  }

  /** Waits for its end by itself. */
  void ended() throws InterruptedException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException("the node did not stop");
    }
  }

  /** Tells it to stop. By the handle: Process.destroy would close the outputs too. */
  void terminate() {
    process.toHandle().destroy();
  }

  /** Stops it, if it has not ended, and waits for that. */
  @Override
  public void close() {
    if (process.isAlive()) {
      terminate();
      ignoreTheRest();
    }
    Process ended =
        process.onExit().completeOnTimeout(null, PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    if (ended == null) {
      process.destroyForcibly();
    }
  }
}

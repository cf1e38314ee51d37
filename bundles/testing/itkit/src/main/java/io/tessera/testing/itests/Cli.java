package io.tessera.testing.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The distribution's script as a process of its own, without a terminal. */
final class Cli implements AutoCloseable {
  private static final Duration STOPPED_BY = Duration.ofSeconds(5);

  private final Process process;
  private final String command;
  private final List<String> out = new CopyOnWriteArrayList<>();
  private final List<String> err = new CopyOnWriteArrayList<>();
  private final BlockingQueue<String> news = new LinkedBlockingQueue<>();
  private final List<CompletableFuture<Void>> readers = new ArrayList<>();

  private Cli(String command, Process process) throws IOException {
    this.command = command;
    this.process = process;
    process.getOutputStream().close();
    readers.add(read(process.inputReader(), out));
    readers.add(read(process.errorReader(), err));
  }

  /** Starts {@code tessera <words>}. */
  static Cli start(Object... words) throws IOException {
    return start(List.of(), "", words);
  }

  /** The same with a further option for its JVM. */
  static Cli startWith(String jvmOption, Object... words) throws IOException {
    return start(List.of(), jvmOption, words);
  }

  /** The same through another program, such as one that enters a namespace and becomes it. */
  static Cli startThrough(List<String> program, Object... words) throws IOException {
    return start(program, "", words);
  }

  /** A line as it is typed at a prompt in this directory, of one program that it becomes. */
  static Cli typed(Path directory, String line) throws IOException {
    return start(
        line, new ProcessBuilder("sh", "-c", "exec " + line).directory(directory.toFile()), "");
  }

  private static Cli start(List<String> program, String jvmOption, Object... words)
      throws IOException {
    List<String> line = new ArrayList<>(program);
    line.add(Paths.distribution().resolve("bin/tessera").toString());
    for (Object word : words) {
      line.add(word.toString());
    }
    String command = "tessera " + String.join(" ", line.subList(program.size() + 1, line.size()));
    return start(command, new ProcessBuilder(line), jvmOption);
  }

  private static Cli start(String command, ProcessBuilder builder, String jvmOption)
      throws IOException {
    String options = System.getProperty("tessera.it.jit", "") + " " + jvmOption;
    builder.environment().put("TESSERA_JAVA_OPTS", options);
    builder.environment().put("TESSERA_ROOT", System.getProperty("tessera.root"));
    builder.environment().put("TESSERA_JAVA", javaOfThisTest());
    builder.environment().put("TESSERA_JAVA_VERSION", "" + Runtime.version().feature());
    return new Cli(command, builder.start());
  }

  /** The JDK under test is the one that runs the test. */
  private static String javaOfThisTest() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private CompletableFuture<Void> read(BufferedReader reader, List<String> lines) {
    return CompletableFuture.runAsync(
        () -> {
          try (reader) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
              lines.add(line);
              news.add(line);
            }
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        task -> Thread.ofPlatform().daemon().start(task));
  }

  /** Waits for the end; the exit status. */
  int status() throws InterruptedException {
    return status(Wait.DEADLINE);
  }

  /** The same for what takes longer than others. */
  int status(Duration deadline) throws InterruptedException {
    if (!process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError(this + " has not ended" + Wait.tail(err));
    }
    readers.forEach(CompletableFuture::join);
    return process.exitValue();
  }

  /** Whether it ends by itself before the time is over. */
  boolean endsWithin(Duration time) throws InterruptedException {
    return process.waitFor(time.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Waits for a line, of either output. */
  String line(Predicate<String> wanted) throws InterruptedException {
    long end = System.nanoTime() + Wait.DEADLINE.toNanos();
    String line;
    while ((line = news.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS)) != null) {
      if (wanted.test(line)) {
        return line;
      }
    }
    throw new AssertionError(this + " has not printed the line" + Wait.tail(err));
  }

  /** What was printed so far is not waited for. */
  void forgetNews() {
    news.clear();
  }

  /** Waits until this process listens; what its {@code node.json} says. */
  Map<String, Object> nodeFile(Path data) throws IOException, InterruptedException {
    String mine = "{\"pid\":" + process.pid() + ",";
    return JSON.std.mapFrom(
        Wait.forFile(
            data.resolve("node.json"), text -> text.startsWith(mine), () -> Wait.tail(err)));
  }

  /** The lines of standard output. */
  List<String> out() {
    return out;
  }

  /** The lines of standard error. */
  List<String> err() {
    return err;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** The processes that it has started and that live. */
  List<ProcessHandle> children() {
    return process.children().toList();
  }

  /** Sends SIGTERM: the process ends with its status, in order and within five seconds. */
  void stop() throws InterruptedException {
    long start = System.nanoTime();
    terminate();
    assertEquals(143, status(), () -> this + ": 128 and SIGTERM" + Wait.tail(err));
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    assertTrue(took.compareTo(STOPPED_BY) < 0, this + " ended after " + took + Wait.tail(err));
    assertTrue(
        err.stream().noneMatch(line -> line.contains("ERROR")),
        () -> this + " has an error" + Wait.tail(err));
  }

  /** Sends SIGTERM; by the handle, since {@link Process#destroy} closes the outputs too. */
  private void terminate() {
    assertTrue(process.toHandle().destroy(), "SIGTERM");
  }

  /** Sends SIGKILL. */
  void kill() {
    assertTrue(process.toHandle().destroyForcibly(), "SIGKILL");
  }

  @Override
  public void close() {
    process.toHandle().destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public String toString() {
    return command + " (process " + process.pid() + ")";
  }
}

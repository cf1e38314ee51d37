package io.tessera.launcher;

import io.tessera.launcher.Devnet.DevnetException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** One node process. */
final class Child {
  /** Of what it says so many lines are kept; a result is the last of them. */
  private static final int LINES_KEPT = 40;

  private final String name;
  private final Process process;
  private final Tail outputTail = new Tail(LINES_KEPT);
  private final Tail logTail = new Tail(LINES_KEPT);
  private final CompletableFuture<Void> output;
  private final CompletableFuture<Void> log;

  /**
   * A process that runs.
   *
   * @param name who it is, and what it does
   * @param output is given each line of its standard output, on a thread of its own
   * @param log the same with its standard error
   */
  Child(String name, Process process, Consumer<String> output, Consumer<String> log) {
    this.name = name;
    this.process = process;
    this.output = drain(process.inputReader(), output.andThen(outputTail));
    this.log = drain(process.errorReader(), log.andThen(logTail));
  }

  /** Reads to the end on a thread of its own. */
  private static CompletableFuture<Void> drain(BufferedReader lines, Consumer<String> each) {
    CompletableFuture<Void> end = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try (lines) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                  each.accept(line);
                }
              } catch (IOException e) {
                each.accept(e.toString());
              } finally {
                end.complete(null);
              }
            });
    return end;
  }

  /** Waits for its end; the last that it printed on standard output. */
  String finish(Duration deadline) throws DevnetException, InterruptedException {
    await(process.onExit(), deadline);
    return result();
  }

  /** The same, but it is a failure when the other process ends first. */
  String finishBefore(Child other, Duration deadline) throws DevnetException, InterruptedException {
    await(CompletableFuture.anyOf(process.onExit(), other.process.onExit()), deadline);
    if (process.isAlive()) {
      other.mustLive();
    }
    return result();
  }

  /** Fails when it has ended. */
  void mustLive() throws DevnetException {
    if (!process.isAlive()) {
      log.join();
      throw new DevnetException(this + " ended with status " + process.exitValue());
    }
  }

  private void await(CompletableFuture<?> end, Duration deadline)
      throws DevnetException, InterruptedException {
    try {
      end.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new DevnetException(this + " has not ended after " + deadline.toSeconds() + " s");
    } catch (ExecutionException e) {
      throw new UncheckedIOException(new IOException(e.getCause()));
    }
  }

  private String result() throws DevnetException {
    log.join(); // all that it said is shown before what we say about it
    if (process.exitValue() != 0) {
      throw new DevnetException(this + " ended with status " + process.exitValue());
    }
    output.join();
    return outputTail.text();
  }

  /** The last lines of its log. */
  String log() {
    return logTail.text();
  }

  /** Asks it to end. */
  void ask() {
    process.toHandle().destroy(); // not Process.destroy, which closes the outputs too
  }

  /** Asks it to end, and makes it end when it does not within 6 seconds. */
  void stop() {
    ask();
    try {
      if (!process.waitFor(6, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public String toString() {
    return "node " + name;
  }
}

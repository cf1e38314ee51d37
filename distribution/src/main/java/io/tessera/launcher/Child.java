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

/** One node process. Its log goes to our standard error, line by line with its name before it. */
final class Child {
  private final String name;
  private final Process process;
  private final CompletableFuture<String> output;
  private final CompletableFuture<String> log;

  Child(String name, Process process) {
    this.name = name;
    this.process = process;
    this.output = drain(process.inputReader(), "");
    this.log = drain(process.errorReader(), name.charAt(0) + " | ");
  }

  /** Reads to the end on a thread of its own; with a prefix, shows each line. */
  private static CompletableFuture<String> drain(BufferedReader lines, String prefix) {
    CompletableFuture<String> all = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              StringBuilder text = new StringBuilder();
              try (lines) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                  text.append(line).append('\n');
                  if (!prefix.isEmpty()) {
                    System.err.println(prefix + line);
                  }
                }
              } catch (IOException e) {
                text.append(e);
              } finally {
                all.complete(text.toString());
              }
            });
    return all;
  }

  /** Waits for its end; what it printed on standard output. */
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
    return output.join();
  }

  /** Asks it to end, and makes it end when it does not within 6 seconds. */
  void stop() {
    process.destroy();
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

package io.tessera.testing.itests;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Waits for events with a deadline; a wait that fails shows the end of a log. */
final class Wait {
  /** Far more than anything here takes on a busy machine: reaching it is a failure. */
  static final Duration DEADLINE = Duration.ofMinutes(2);

  private static final int TAIL = 40;

  private Wait() {}

  /** The stage's value. */
  static <T> T until(String what, CompletionStage<T> stage) throws InterruptedException {
    try {
      return stage.toCompletableFuture().get(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError(what + " has not come within " + DEADLINE + tail(Paths.log()), e);
    } catch (ExecutionException e) {
      throw new AssertionError(what + " failed: " + e.getCause() + tail(Paths.log()), e.getCause());
    }
  }

  /** Waits until a file is there whose text is accepted, and returns the text. */
  static String forFile(Path file, Predicate<String> accepted, Supplier<String> log)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + DEADLINE.toNanos();
    try (WatchService changes = FileSystems.getDefault().newWatchService()) {
      Files.createDirectories(file.getParent());
      file.getParent()
          .register(
              changes,
              StandardWatchEventKinds.ENTRY_CREATE,
              StandardWatchEventKinds.ENTRY_MODIFY,
              StandardWatchEventKinds.ENTRY_DELETE);
      while (true) {
        String text = read(file);
        if (accepted.test(text)) {
          return text;
        }
        WatchKey key = changes.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (key == null) {
          throw new AssertionError(file + " is not as expected but '" + text + "'" + log.get());
        }
        key.pollEvents();
        key.reset();
      }
    }
  }

  private static String read(Path file) throws IOException {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      return "";
    }
  }

  /** The last lines of a log file. */
  static String tail(Path log) {
    try {
      List<String> lines = Files.exists(log) ? Files.readAllLines(log) : List.of("(no log)");
      return tail(lines);
    } catch (IOException e) {
      return "\n(log: " + e + ")";
    }
  }

  /** The last of some lines. */
  static String tail(List<String> lines) {
    int from = Math.max(0, lines.size() - TAIL);
    return "\n--- log\n" + String.join("\n", lines.subList(from, lines.size())) + "\n---";
  }
}

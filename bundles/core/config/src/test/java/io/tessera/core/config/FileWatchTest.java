package io.tessera.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileWatchTest {
  @TempDir private Path folder;

  private final LinkedBlockingQueue<String> told = new LinkedBlockingQueue<>();
  private Path file;

  private FileWatch watch() {
    FileWatch watch =
        new FileWatch(file, () -> told.add(Files.isRegularFile(file) ? "file" : "none"), 40, 20);
    watch.start();
    return watch;
  }

  /** One change may be told twice; what is told last is what is there. */
  private void awaitTold(String what) throws InterruptedException {
    String next;
    do {
      next = told.poll(30, TimeUnit.SECONDS);
      assertNotNull(next, "nothing is told");
    } while (!next.equals(what));
  }

  @Test
  void tellsWhatEditorsAndPeopleDoToAFile() throws Exception {
    file = Files.writeString(folder.resolve("a.json"), "{}");
    try (FileWatch watch = watch()) {
      Files.delete(file);
      awaitTold("none");
      Files.createDirectory(file);
      awaitTold("none");
      Files.delete(file);
      awaitTold("none");
      Files.move(
          Files.writeString(folder.resolve("part"), "{ }"), file, StandardCopyOption.ATOMIC_MOVE);
      awaitTold("file");
      Files.writeString(file, "{  }");
      awaitTold("file");
      assertNotNull(watch);
    }
    long threads =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().equals("tessera-config-watch"))
            .count();
    assertEquals(0, threads, "no thread is left");
  }

  @Test
  void tellsWhatMakesNoEventInTheFolder() throws Exception {
    Path inner = Files.createDirectory(folder.resolve("inner"));
    Path target = Files.writeString(folder.resolve("target"), "{}");
    file = Files.createSymbolicLink(inner.resolve("a.json"), target);
    try (FileWatch watch = watch()) {
      Files.writeString(target, "{ }");
      awaitTold("file");
      Files.delete(file);
      Files.delete(inner);
      awaitTold("none");
      Files.createDirectory(inner);
      Files.writeString(file, "{}");
      awaitTold("file");
      assertNotNull(watch);
    }
  }
}

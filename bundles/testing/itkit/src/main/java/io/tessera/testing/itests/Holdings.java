package io.tessera.testing.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What this JVM holds of the system: to be compared before and after something that must leave
 * nothing behind.
 *
 * @param threads how many there are of each name, digits left out; platform threads only
 * @param sockets open ones
 * @param files open ones by name, digits left out; not the tables of a database, which change as it
 *     is written to
 * @param libraries native code that is mapped
 */
record Holdings(
    Map<String, Integer> threads, int sockets, Map<String, Integer> files, Set<String> libraries) {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final long PAUSE_MILLIS = 50;

  /** The mDNS library has threads that it starts when there is something to do: not counted. */
  private static final String MDNS = "JmDNS";

  private static final Path OPEN = Path.of("/proc/self/fd");
  private static final Path MAPS = Path.of("/proc/self/maps");

  /** As it is now; where there is no {@code /proc}, threads only. */
  static Holdings now() throws IOException {
    Map<String, Integer> threads = new TreeMap<>();
    Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.isAlive() && !thread.getName().startsWith(MDNS))
        .forEach(thread -> threads.merge(kind(thread), 1, Integer::sum));
    Map<String, Integer> files = new TreeMap<>();
    int sockets = 0;
    for (String target : openFiles()) {
      if (target.startsWith("socket:")) {
        sockets++;
      } else if (target.startsWith("/") && !target.matches("/(proc|dev)/.*|.*\\.sst")) {
        files.merge(target.replaceAll("\\d+", "#"), 1, Integer::sum);
      }
    }
    return new Holdings(threads, sockets, files, mappedCode());
  }

  private static String kind(Thread thread) {
    return thread.getName().replaceAll("\\d+", "#");
  }

  private static List<String> openFiles() throws IOException {
    List<String> targets = new ArrayList<>();
    if (Files.isDirectory(OPEN)) {
      try (Stream<Path> descriptors = Files.list(OPEN)) {
        for (Path descriptor : descriptors.toList()) {
          try {
            targets.add(Files.readSymbolicLink(descriptor).toString());
          } catch (IOException e) {
            // Closed in the meantime, as the one by which this folder is read.
          }
        }
      }
    }
    return targets;
  }

  private static Set<String> mappedCode() throws IOException {
    Set<String> mapped = new TreeSet<>();
    if (Files.exists(MAPS)) {
      for (String line : Files.readAllLines(MAPS)) {
        int path = line.indexOf('/');
        if (path > 0 && line.contains(".so")) {
          mapped.add(line.substring(path));
        }
      }
    }
    return mapped;
  }

  /** What is held now and was not then, in words; empty when nothing is. */
  String since(Holdings then) {
    List<String> more = new ArrayList<>();
    grown(then.threads, threads).forEach((name, n) -> more.add(n + " thread(s) " + name));
    if (sockets > then.sockets) {
      more.add((sockets - then.sockets) + " socket(s)");
    }
    grown(then.files, files).forEach((name, n) -> more.add(n + " open file(s) " + name));
    libraries.stream()
        .filter(library -> !then.libraries.contains(library))
        .forEach(library -> more.add("mapping of " + library));
    return String.join(", ", more);
  }

  /** The most of both. */
  Holdings max(Holdings other) {
    Map<String, Integer> moreThreads = new TreeMap<>(threads);
    other.threads.forEach((name, n) -> moreThreads.merge(name, n, Math::max));
    Map<String, Integer> moreFiles = new TreeMap<>(files);
    other.files.forEach((name, n) -> moreFiles.merge(name, n, Math::max));
    Set<String> moreLibraries = new TreeSet<>(libraries);
    moreLibraries.addAll(other.libraries);
    return new Holdings(moreThreads, Math.max(sockets, other.sockets), moreFiles, moreLibraries);
  }

  private static Map<String, Integer> grown(Map<String, Integer> then, Map<String, Integer> now) {
    Map<String, Integer> grown = new TreeMap<>();
    now.forEach(
        (name, n) -> {
          int more = n - then.getOrDefault(name, 0);
          if (more > 0) {
            grown.put(name, more);
          }
        });
    return grown;
  }

  /**
   * Nothing has been added since then. The end of a thread and the closing of a file by another one
   * are no events that a test could wait for: it looks again until its patience ends.
   */
  static void assertNothingAddedSince(Holdings then, String what)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    String more = now().since(then);
    while (!more.isEmpty() && System.nanoTime() < end) {
      Thread.sleep(PAUSE_MILLIS);
      more = now().since(then);
    }
    assertEquals("", more, what + " leaves" + Wait.tail(Paths.log()));
  }
}

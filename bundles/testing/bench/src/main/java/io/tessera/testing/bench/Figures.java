package io.tessera.testing.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Times, medians and memory. */
final class Figures {
  private static final int ROUNDS = 5;
  private static final double ROUND_SECONDS = 1;
  private static final double WARM_UP_SECONDS = 4;

  private Figures() {}

  /** How long the work takes, in seconds. */
  static double seconds(Work work) throws Exception {
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) / 1e9;
  }

  static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get(sorted.size() / 2);
  }

  /**
   * How long the work takes one core, in seconds: the median of five rounds after a warm-up. That
   * is the time which the thread had a core for, so that it does not matter what else runs.
   */
  static double coreSeconds(Work work) throws Exception {
    coreSeconds(work, WARM_UP_SECONDS);
    List<Double> rounds = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      rounds.add(coreSeconds(work, ROUND_SECONDS));
    }
    return median(rounds);
  }

  private static double coreSeconds(Work work, double atLeast) throws Exception {
    long start = threadNanos();
    long count = 0;
    double seconds = 0;
    while (seconds < atLeast) {
      work.run();
      count++;
      seconds = (threadNanos() - start) / 1e9;
    }
    return seconds / count;
  }

  private static long threadNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  /** What all threads of this process had cores for since it began, in seconds. */
  static double processSeconds() {
    return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
            .getProcessCpuTime()
        / 1e9;
  }

  /** What of the heap is used once garbage is collected, in MB. */
  static double heapMegabytes() {
    System.gc();
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1048576.0;
  }

  /** How much memory a process takes up, in MB. */
  static double residentMegabytes(long process) throws IOException {
    return memory(process, "VmRSS:");
  }

  /** The most that it has taken up so far. */
  static double peakMegabytes(long process) throws IOException {
    return memory(process, "VmHWM:");
  }

  private static double memory(long process, String key) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + process + "/status")).stream()
        .filter(line -> line.startsWith(key))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElseThrow();
  }

  /**
   * What loopback has carried since the machine started, in MB: all packets, with their headers.
   */
  static double loopbackMegabytes() throws IOException {
    return Files.readAllLines(Path.of("/proc/net/dev")).stream()
        .map(String::strip)
        .filter(line -> line.startsWith("lo:"))
        .mapToDouble(line -> Double.parseDouble(line.substring(3).strip().split(" +", 2)[0]) / 1e6)
        .findFirst()
        .orElseThrow();
  }

  /** Size of the files beneath a folder, in MB. */
  static double diskMegabytes(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum()
          / 1e6;
    }
  }

  /** Removes a folder with all that is in it. */
  static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** A configuration that has its defaults only. */
  static <A> A defaults(Class<A> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> method.getDefaultValue()));
  }
}

package io.tessera.testing.itests;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * What this JVM needs when its garbage is collected.
 *
 * @param heap bytes of live objects
 * @param metaspace bytes of live classes
 * @param classes how many are loaded
 * @param resident bytes of the process in memory, with native code's; 0 where it cannot be told
 * @param outside those of them that are not set aside for the heap, which grows and shrinks as it
 *     likes
 */
record Memory(long heap, long metaspace, long classes, long resident, long outside) {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String DIAGNOSTICS = "com.sun.management:type=DiagnosticCommand";
  private static final String TRIM = "systemTrimNativeHeap";
  private static final int MOST_COLLECTIONS = 10;
  private static final int LOOKS = Soak.ON ? 5 : 1;
  private static final long BETWEEN_LOOKS_MILLIS = 1_000;

  /**
   * The least that it needs, of some looks: what the second compiler works with, up to a hundred
   * megabytes, comes and goes.
   */
  static Memory least() throws IOException, JMException, InterruptedException {
    Memory least = live();
    for (int i = 1; i < LOOKS; i++) {
      Thread.sleep(BETWEEN_LOOKS_MILLIS);
      Memory now = live();
      least = now.outside < least.outside ? now : least;
    }
    return least;
  }

  /** After so many collections that another one would free nothing. */
  private static Memory live() throws IOException, JMException {
    collect();
    trim();
    // What the first trim needed of classes is there from now on.
    long heap = collect();
    long metaspace =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getName().equals("Metaspace"))
            .mapToLong(pool -> pool.getUsage().getUsed())
            .sum();
    long classes = ManagementFactory.getClassLoadingMXBean().getLoadedClassCount();
    long resident = residentNow();
    return new Memory(heap, metaspace, classes, resident, resident - ofHeap().getCommitted());
  }

  private static long collect() {
    long before = Long.MAX_VALUE;
    long now = used();
    for (int i = 0; i < MOST_COLLECTIONS && now < before; i++) {
      before = now;
      System.gc();
      now = used();
    }
    return now;
  }

  /**
   * The C library keeps what has been freed: the most that the compilers ever needed at a time,
   * among others. Where the JVM can have it given back, it is.
   */
  private static void trim() throws JMException {
    MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    ObjectName diagnostics = new ObjectName(DIAGNOSTICS);
    boolean can =
        Stream.of(beans.getMBeanInfo(diagnostics).getOperations())
            .anyMatch(operation -> operation.getName().equals(TRIM));
    if (can) {
      beans.invoke(diagnostics, TRIM, new Object[0], new String[0]);
    }
  }

  private static long used() {
    return ofHeap().getUsed();
  }

  private static MemoryUsage ofHeap() {
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
  }

  private static long residentNow() throws IOException {
    if (!Files.exists(STATUS)) {
      return 0;
    }
    return Files.readAllLines(STATUS).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
        .sum();
  }

  /** How much more this is than another one, for people. */
  String since(Memory then) {
    return "heap %+d KB, metaspace %+d KB, classes %+d, resident %+d KB, outside of the heap %+d KB"
        .formatted(
            (heap - then.heap) / 1024,
            (metaspace - then.metaspace) / 1024,
            classes - then.classes,
            (resident - then.resident) / 1024,
            (outside - then.outside) / 1024);
  }
}

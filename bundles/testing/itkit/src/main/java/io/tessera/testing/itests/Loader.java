package io.tessera.testing.itests;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** A bundle's class loader that should be collected one day, held weakly. */
final class Loader {
  private static final int COLLECTIONS = 24;
  private static final long PAUSE_MILLIS = 500;

  private final String name;
  private final ReferenceQueue<ClassLoader> collected = new ReferenceQueue<>();
  private final WeakReference<ClassLoader> reference;

  Loader(String name, ClassLoader loader) {
    this.name = name;
    this.reference = new WeakReference<>(loader, collected);
  }

  /** Collects garbage, so and so often at most, until it is gone. */
  void assertCollected() throws InterruptedException {
    for (int i = 0; i < COLLECTIONS && reference.get() != null; i++) {
      System.gc();
      if (collected.remove(PAUSE_MILLIS) != null) {
        return;
      }
    }
    if (reference.get() != null) {
      throw new AssertionError(
          "still there: classes of " + name + holders() + heap() + Wait.tail(Paths.log()));
    }
  }

  /** What holds them can be looked up later. */
  private String heap() {
    Path dump = Paths.log().resolveSibling(name + "-" + System.nanoTime() + ".hprof");
    try {
      ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
          .dumpHeap(dump.toString(), true);
      return "; the heap is in " + dump;
    } catch (IOException e) {
      return "; the heap cannot be kept: " + e;
    }
  }

  /** Threads that were made while the loader's classes ran are the usual suspects. */
  private List<String> holders() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> Objects.equals(thread.getContextClassLoader(), reference.get()))
        .map(Thread::getName)
        .toList();
  }
}

package io.tessera.operator.metrics;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryUsage;
import java.lang.management.OperatingSystemMXBean;
import java.lang.management.PlatformManagedObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.OptionalDouble;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Figures of the process and its JVM; those that this JVM does not have are left out. */
final class JvmMetrics {
  private static final Logger LOG = LoggerFactory.getLogger(JvmMetrics.class);
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String RESIDENT = "VmRSS:";

  void collect(Families out) {
    out.gauge(
        "tessera_process_start_time_seconds",
        "When the process started, in seconds since 1970.",
        ManagementFactory.getRuntimeMXBean().getStartTime() / 1000.0);
    process(out);
    memory(out);
    threads(out);
    collections(out);
  }

  private static void process(Families out) {
    OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
    if (system instanceof com.sun.management.OperatingSystemMXBean ours) {
      out.counter(
          "tessera_process_cpu_seconds",
          "Processor time of the process.",
          Math.max(0, ours.getProcessCpuTime()) / 1e9);
    }
    if (system instanceof com.sun.management.UnixOperatingSystemMXBean ours) {
      out.gauge(
          "tessera_process_open_fds", "Open file descriptors.", ours.getOpenFileDescriptorCount());
      out.gauge(
          "tessera_process_max_fds",
          "File descriptors that may be open at most.",
          ours.getMaxFileDescriptorCount());
    }
    resident()
        .ifPresent(
            bytes ->
                out.gauge(
                    "tessera_process_resident_memory_bytes",
                    "Memory of the process, the native memory of the store and the transport too.",
                    bytes));
  }

  /** Linux only: {@code VmRSS: 123456 kB}. */
  private static OptionalDouble resident() {
    try {
      for (String line : Files.readAllLines(STATUS, StandardCharsets.ISO_8859_1)) {
        if (line.startsWith(RESIDENT)) {
          return OptionalDouble.of(1024.0 * Long.parseLong(line.replaceAll("[^0-9]", "")));
        }
      }
    } catch (NoSuchFileException otherSystem) {
      return OptionalDouble.empty();
    } catch (IOException | NumberFormatException failure) {
      LOG.debug("{} cannot be read", STATUS, failure);
    }
    return OptionalDouble.empty();
  }

  private static void memory(Families out) {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    MemoryUsage heap = memory.getHeapMemoryUsage();
    MemoryUsage other = memory.getNonHeapMemoryUsage();
    out.gauge(
        "tessera_jvm_memory_used_bytes",
        "Memory in use: heap, nonheap (classes and code), direct and mapped buffers.",
        samples -> {
          samples.add(heap.getUsed(), "area", "heap");
          samples.add(other.getUsed(), "area", "nonheap");
          for (BufferPoolMXBean pool :
              ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
            if (!pool.getName().contains("-")) { // one more of the JVM's for a rare kind of mapping
              samples.add(Math.max(0, pool.getMemoryUsed()), "area", pool.getName());
            }
          }
        });
    out.gauge(
        "tessera_jvm_memory_committed_bytes",
        "Memory that the JVM has taken from the system.",
        samples -> {
          samples.add(heap.getCommitted(), "area", "heap");
          samples.add(other.getCommitted(), "area", "nonheap");
        });
    out.gauge("tessera_jvm_memory_max_bytes", "Most bytes of the heap.", heap.getMax());
  }

  private static void threads(Families out) {
    out.gauge(
        "tessera_jvm_threads",
        "Platform threads.",
        ManagementFactory.getThreadMXBean().getThreadCount());
    virtualThreads(out);
  }

  /** Known from JDK 24 on, by an interface that older ones do not have. */
  private static void virtualThreads(Families out) {
    Class<? extends PlatformManagedObject> type;
    try {
      type =
          Class.forName(
                  "jdk.management.VirtualThreadSchedulerMXBean",
                  false,
                  ClassLoader.getPlatformClassLoader())
              .asSubclass(PlatformManagedObject.class);
    } catch (ClassNotFoundException older) {
      return;
    }
    PlatformManagedObject scheduler = ManagementFactory.getPlatformMXBean(type);
    out.gauge(
        "tessera_jvm_virtual_threads",
        "Virtual threads that run, and that wait to run; those that sleep are not known.",
        samples -> {
          samples.add(number(type, scheduler, "getMountedVirtualThreadCount"), "state", "mounted");
          samples.add(number(type, scheduler, "getQueuedVirtualThreadCount"), "state", "queued");
        });
  }

  private static double number(Class<?> type, Object of, String method) {
    try {
      return ((Number) type.getMethod(method).invoke(of)).doubleValue();
    } catch (ReflectiveOperationException other) {
      throw new IllegalStateException(other);
    }
  }

  private static void collections(Families out) {
    out.counter(
        "tessera_jvm_gc_seconds",
        "Time in garbage collections, by collector.",
        samples -> {
          for (GarbageCollectorMXBean each : ManagementFactory.getGarbageCollectorMXBeans()) {
            samples.add(Math.max(0, each.getCollectionTime()) / 1e3, "gc", each.getName());
          }
        });
    out.counter(
        "tessera_jvm_gc_collections",
        "Garbage collections, by collector.",
        samples -> {
          for (GarbageCollectorMXBean each : ManagementFactory.getGarbageCollectorMXBeans()) {
            samples.add(Math.max(0, each.getCollectionCount()), "gc", each.getName());
          }
        });
  }
}

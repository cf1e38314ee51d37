package io.tessera.core.config;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.ConfigurationListener;

/** The components' slices in Configuration Admin. Registered as a listener by its owner. */
final class Publication implements ConfigurationListener {
  private static final String MARK = "io.tessera.core.config.mark.";

  private final ConfigurationAdmin admin;
  private final Map<String, Map<String, Object>> slices = new ConcurrentHashMap<>();
  private final Map<String, CountDownLatch> marks = new ConcurrentHashMap<>();
  private final AtomicLong count = new AtomicLong();

  Publication(ConfigurationAdmin admin) {
    this.admin = admin;
  }

  /** The components that have a configuration. */
  Set<String> pids() {
    return Set.copyOf(slices.keySet());
  }

  /** What a component has; null for none. */
  Map<String, Object> slice(String pid) {
    return slices.get(pid);
  }

  /** Makes it so: what is the same is not touched, what is not there any more is deleted. */
  void publish(Map<String, Map<String, Object>> wanted) throws IOException {
    for (Map.Entry<String, Map<String, Object>> slice : wanted.entrySet()) {
      admin
          .getConfiguration(slice.getKey(), "?")
          .updateIfDifferent(FrameworkUtil.asDictionary(slice.getValue()));
      slices.put(slice.getKey(), slice.getValue());
    }
    for (String pid : pids()) {
      if (!wanted.containsKey(pid)) {
        admin.getConfiguration(pid, "?").delete();
        slices.remove(pid);
      }
    }
  }

  /**
   * Waits until the component runtime has acted on all that was published. It is a listener as this
   * is, and events are handed out one after another: once the one of a mark has come, those before
   * it are done with.
   *
   * @return whether that was so within the time
   */
  boolean await(long seconds) throws IOException, InterruptedException {
    String pid = MARK + count.incrementAndGet();
    CountDownLatch come = new CountDownLatch(1);
    marks.put(pid, come);
    Configuration mark = admin.getConfiguration(pid, "?");
    try {
      mark.update(FrameworkUtil.asDictionary(Map.of()));
      return come.await(seconds, TimeUnit.SECONDS);
    } finally {
      marks.remove(pid);
      mark.delete();
    }
  }

  @Override
  public void configurationEvent(ConfigurationEvent event) {
    CountDownLatch come = marks.get(event.getPid());
    if (come != null) {
      come.countDown();
    }
  }
}

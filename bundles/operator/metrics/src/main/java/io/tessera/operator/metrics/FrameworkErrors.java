package io.tessera.operator.metrics;

import java.util.Map;
import java.util.TreeMap;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkListener;

/** Counts the errors that the framework tells, such as of a bundle that throws when it starts. */
final class FrameworkErrors implements FrameworkListener {
  private final Map<String, Long> counts = new TreeMap<>();

  @Override
  public synchronized void frameworkEvent(FrameworkEvent event) {
    if (event.getType() == FrameworkEvent.ERROR) {
      counts.merge(String.valueOf(event.getBundle().getSymbolicName()), 1L, Long::sum);
    }
  }

  /** By bundle, since this component is there. */
  synchronized Map<String, Long> counts() {
    return new TreeMap<>(counts);
  }
}

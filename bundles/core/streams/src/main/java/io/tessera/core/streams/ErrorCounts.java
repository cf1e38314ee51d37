package io.tessera.core.streams;

import io.tessera.net.PluginErrors;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Counts errors by bundle and edge. */
@Component(service = {PluginErrors.class, ErrorCounts.class})
public final class ErrorCounts implements PluginErrors {
  private final Map<String, Map<Edge, Long>> counts = new TreeMap<>();

  /** No error yet. */
  @Activate
  public ErrorCounts() {}

  /** An error of a bundle has been logged. */
  synchronized void add(String bundle, Edge edge) {
    counts.computeIfAbsent(bundle, name -> new EnumMap<>(Edge.class)).merge(edge, 1L, Long::sum);
  }

  @Override
  public synchronized Map<String, Map<Edge, Long>> counts() {
    Map<String, Map<Edge, Long>> copy = new TreeMap<>();
    counts.forEach((bundle, edges) -> copy.put(bundle, new EnumMap<>(edges)));
    return copy;
  }
}

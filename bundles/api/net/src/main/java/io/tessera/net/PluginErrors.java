package io.tessera.net;

import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Counts the errors of plugins that ended at an edge, where they were logged and went no further: a
 * service of the stream runtime. Safe from any thread.
 */
@ProviderType
public interface PluginErrors {

  /** Where an error ended. */
  enum Edge {
    /** In a protocol on a stream. */
    STREAM,
    /** In a task of {@link Workers}. */
    TASK
  }

  /** How many since the start, by the symbolic name of the bundle whose they were. */
  Map<String, Map<Edge, Long>> counts();
}

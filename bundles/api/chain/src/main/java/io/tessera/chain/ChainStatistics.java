package io.tessera.chain;

import io.tessera.net.Histogram;
import java.util.EnumMap;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What the chain has done since it started: a service of core/chain. Safe from any thread, never
 * blocks.
 */
@ProviderType
public interface ChainStatistics {

  /** The counts of this moment. */
  Snapshot snapshot();

  /**
   * Counts since the start.
   *
   * @param imported blocks that were new and are stored now
   * @param rejected blocks that were not accepted, by the reason
   * @param imports how long imports took, each of one block or several, from when they were handed
   *     over until they were safe on disk
   * @param reorganisations how often the head moved to another fork
   * @param waiting imports that wait for their turn now
   */
  record Snapshot(
      long imported,
      Map<ImportResult.Reason, Long> rejected,
      Histogram.Snapshot imports,
      long reorganisations,
      int waiting) {
    /** Takes a copy of the map. */
    public Snapshot {
      EnumMap<ImportResult.Reason, Long> copy = new EnumMap<>(ImportResult.Reason.class);
      copy.putAll(rejected);
      rejected = copy;
    }
  }
}

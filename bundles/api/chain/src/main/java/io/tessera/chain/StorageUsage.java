package io.tessera.chain;

import java.util.Map;
import java.util.OptionalLong;

/**
 * How much a store keeps on disk: a service that each store registers beside its own. Safe from any
 * thread; neither blocks nor reaches the disk, so that figures may be some seconds old.
 */
public interface StorageUsage {

  /** Short name of the store, such as {@code chain}; one of few, whatever is stored. */
  String name();

  /** The figures of this moment. */
  Snapshot snapshot();

  /**
   * Figures.
   *
   * @param bytes on disk
   * @param limit the most bytes; empty when there is no bound but the disk's
   * @param entries about how many things of each sort there are, such as {@code blocks}
   */
  record Snapshot(long bytes, OptionalLong limit, Map<String, Long> entries) {
    /** Takes a copy of the map. */
    public Snapshot {
      entries = Map.copyOf(entries);
    }
  }
}

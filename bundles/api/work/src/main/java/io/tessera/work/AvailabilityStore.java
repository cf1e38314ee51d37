package io.tessera.work;

import io.tessera.lib.codec.Hash;
import io.tessera.lib.erasure.CodedPackage;
import java.io.IOException;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What this node keeps available, on disk: a service of core/availability. A guarantor keeps the
 * packages that it has guaranteed, an assurer the shards of its index. What is for auditors goes an
 * hour after the blocks that decided about it are final, what is for importers after 672 epochs,
 * which are 28 days (Gray Paper, section "Exporting"). When the configured bytes are full, nothing
 * more is taken: what others rely on is not pushed out.
 *
 * <p>Safe from any thread; methods that may throw {@link IOException} reach the disk and are for
 * platform threads only.
 */
@ProviderType
public interface AvailabilityStore {

  /** Whether both shards of an index are here, safe on disk. Quick. */
  boolean holds(Hash erasureRoot, int shard);

  /**
   * Keeps a package that this node has guaranteed, for CE 137, 147 and 148.
   *
   * @param core that it is reported on
   * @param slot of the report
   * @return false when there is no room
   */
  boolean keep(CodedPackage coded, int core, long slot) throws IOException;

  /**
   * Keeps an assurer's shards, which the caller has proved; returns when they are safe on disk.
   *
   * @return false when there is no room
   */
  boolean keep(AssignedShards shards) throws IOException;

  /** A package that this node has guaranteed. */
  Optional<StoredPackage> findPackage(Hash erasureRoot) throws IOException;

  /** Segments of a package that this node has guaranteed. */
  Optional<StoredExports> findExports(Hash segmentsRoot) throws IOException;

  /** The bundle shard that this node assures. */
  Optional<StoredShards> findBundleShard(Hash erasureRoot, int shard) throws IOException;

  /** The segment shards that this node assures. */
  Optional<StoredShards> findSegmentShards(Hash erasureRoot, int shard) throws IOException;

  /** How many shards of an assurer are here, and how large they are together. Quick. */
  default Shards shards() {
    return new Shards(0, 0);
  }

  /**
   * Shards of both sorts, each with what proves it.
   *
   * @param count how many
   * @param bytes on disk
   */
  record Shards(int count, long bytes) {}
}

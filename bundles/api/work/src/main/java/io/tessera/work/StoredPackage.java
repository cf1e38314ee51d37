package io.tessera.work;

import io.tessera.lib.codec.block.PackageSpec;
import io.tessera.lib.erasure.Justification;
import java.io.IOException;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A package that this node has guaranteed, in the availability store. To be closed; until then it
 * can be read even when it is expired meanwhile.
 */
@ProviderType
public interface StoredPackage extends AutoCloseable {

  /** The package, as its report has it. */
  PackageSpec spec();

  /** The core that it was reported on. */
  int core();

  /** The auditable work-bundle. */
  StoredBlob bundle();

  /**
   * A shard of the bundle.
   *
   * @throws IndexOutOfBoundsException when there is no such shard
   */
  StoredBlob bundleShard(int shard);

  /**
   * The shards with one index of all exported and proof segments.
   *
   * @throws IndexOutOfBoundsException when there is no such shard
   */
  StoredBlob segmentShards(int shard);

  /**
   * What proves the shards of an index, as CE 137 has it. Reads and computes: to be called on
   * platform threads only.
   *
   * @throws IndexOutOfBoundsException when there is no such shard
   */
  Justification justification(int shard) throws IOException;

  @Override
  void close();
}

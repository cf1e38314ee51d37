package io.tessera.work;

import io.tessera.lib.codec.Bytes;
import java.io.IOException;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Segments that a package has exported, with those that prove them, at a guarantor. To be closed;
 * until then it can be read even when it is expired meanwhile. Reads are for platform threads only.
 */
@ProviderType
public interface StoredExports extends AutoCloseable {

  /** Number of exported segments. */
  int count();

  /**
   * An exported segment.
   *
   * @throws IndexOutOfBoundsException when there is none
   */
  Bytes segment(int index) throws IOException;

  /**
   * The segment that proves a page of exported ones.
   *
   * @throws IndexOutOfBoundsException when there is no such page
   */
  Bytes proof(int page) throws IOException;

  @Override
  void close();
}

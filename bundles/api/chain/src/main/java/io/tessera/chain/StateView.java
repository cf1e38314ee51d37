package io.tessera.chain;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.StateKey;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Reads a state, which never changes while somebody reads it. May block and may call native code:
 * to be called on platform threads only.
 */
@FunctionalInterface
@ProviderType
public interface StateView {

  /**
   * The value under a key. To return the same object for the same value makes execution faster:
   * what was decoded from it is found again.
   */
  Optional<Bytes> get(StateKey key);
}

package io.tessera.work;

import io.tessera.lib.authoring.GuarantorAssignments;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Who guarantees which core in which slot, as the head of the best chain tells it: a service of
 * core/pools. Safe from any thread.
 */
@FunctionalInterface
@ProviderType
public interface CoreAssignments {

  /**
   * The assignments of a slot's rotation. The validators in it are those of the slot's epoch, with
   * zeroes in the place of offenders.
   *
   * @return empty when the head's state does not tell: for slots more than a rotation before it,
   *     from the second epoch after it on, and where the state is not known
   * @throws InterruptedException when the caller is interrupted while the state is read
   */
  Optional<GuarantorAssignments> at(long slot) throws InterruptedException;
}

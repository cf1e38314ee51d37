package io.tessera.work;

import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.block.Guarantee;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Guaranteed reports that no final block has brought yet, each verified against the head of the
 * chain: a service of core/pools. A few for each core and rotation, and newcomers push nothing out.
 * Safe from any thread.
 */
@ProviderType
public interface GuaranteePool extends ReportSource {

  /**
   * Takes a guarantee that the next block could bring, but for the core being free by then and what
   * its report depends on being there, and tells the listeners.
   *
   * @param from the peer that it came from; empty when this node made it
   * @return whether it was taken: false when its report is held already, or there is no room
   * @throws RefusedException when the next block could not bring it
   * @throws InterruptedException when the caller is interrupted while it is verified
   */
  boolean offer(Guarantee guarantee, Optional<PeerId> from)
      throws RefusedException, InterruptedException;

  /** What is held, the oldest first. */
  List<Guarantee> held();

  /** Tells a listener of what will come. */
  void addListener(GuaranteeListener listener);

  /** Tells it no more. */
  void removeListener(GuaranteeListener listener);
}

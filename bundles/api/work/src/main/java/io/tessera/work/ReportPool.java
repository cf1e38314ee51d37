package io.tessera.work;

import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.block.WorkReport;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The work-reports that may be audited: a service of core/pools. It knows those in the guarantees
 * of recent blocks on any fork, which it reads from the store, and holds some that were requested
 * from others. Bounded; newcomers push out nothing that was requested. Safe from any thread.
 */
@ProviderType
public interface ReportPool extends ReportSource {

  /** Whether {@link #find} would find it, which takes longer. */
  boolean knows(Hash report);

  /**
   * Whether a block of a slot not below this one has reported it.
   *
   * @param slot a time slot
   */
  boolean isReportedSince(Hash report, long slot);

  /**
   * The guarantee that a block brought the report with. May read the store and computes: to be
   * called on platform threads.
   */
  Optional<ReportCredential> credential(Hash report);

  /**
   * Holds a report that was requested from another node. The caller has verified that it has this
   * hash.
   *
   * @return whether it is held now; false when there is no room
   */
  boolean keep(Hash hash, WorkReport report);

  /** How many are known or held. */
  int size();
}

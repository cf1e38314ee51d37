package io.tessera.work;

import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.block.WorkReport;
import java.util.Optional;

/**
 * Knows work-reports by their hash: whoever holds some registers one, and all of them are asked
 * when an auditor requests one (JAMNP-S, "CE 136").
 */
@FunctionalInterface
public interface ReportSource {

  /**
   * The report with this Blake2b hash of its encoding, when it is here. May read the store and
   * computes: to be called on platform threads.
   */
  Optional<WorkReport> find(Hash reportHash);
}

package io.tessera.work;

import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.block.WorkReport;
import io.tessera.net.StreamException;
import java.util.List;

/** Requests work-reports from auditors (JAMNP-S, "CE 136"): a protocol plugin registers one. */
@FunctionalInterface
public interface ReportFetcher {

  /**
   * Requests a report from one auditor after the other until one has it. Blocks the calling thread,
   * which should be virtual. Who answers with something else is reported.
   *
   * @param report Blake2b hash of the report's encoding
   * @param holders who should have it and is asked first: the senders of negative judgments about
   *     it, the most promising one first
   * @return the report with this hash
   * @throws StreamException UNAVAILABLE when nobody who was asked has it; CANCELLED when the caller
   *     is interrupted
   */
  WorkReport fetch(Hash report, List<PeerId> holders) throws StreamException;
}

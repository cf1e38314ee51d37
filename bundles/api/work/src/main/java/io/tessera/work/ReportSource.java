package io.tessera.work;

import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.block.WorkReport;
import java.util.Optional;

/** Has work-reports: several services may. Safe from any thread, quick. */
@FunctionalInterface
public interface ReportSource {

  /** The report with this hash (Blake2b of its encoding), when it is there. */
  Optional<WorkReport> find(Hash reportHash);
}

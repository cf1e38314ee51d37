package io.tessera.core.chain;

import io.tessera.chain.ImportResult;
import io.tessera.chain.ImportResult.Reason;
import io.tessera.net.Histogram;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts imports and how the head moved. Safe from any thread. */
final class ImportCounts {
  private final LongAdder imported = new LongAdder();
  private final LongAdder reorganisations = new LongAdder();
  private final Map<Reason, LongAdder> rejected = new EnumMap<>(Reason.class);
  private final Histogram imports = new Histogram();

  ImportCounts() {
    for (Reason reason : Reason.values()) {
      rejected.put(reason, new LongAdder());
    }
  }

  /** Blocks have been imported, as far as the result says, in so many nanoseconds. */
  void add(ImportResult result, long nanos) {
    imported.add(result.imported());
    result.rejection().ifPresent(rejection -> rejected.get(rejection.reason()).increment());
    if (result.imported() > 0) {
      imports.add(nanos);
    }
  }

  void reorganised() {
    reorganisations.increment();
  }

  long imported() {
    return imported.sum();
  }

  long reorganisations() {
    return reorganisations.sum();
  }

  Map<Reason, Long> rejected() {
    Map<Reason, Long> counts = new EnumMap<>(Reason.class);
    rejected.forEach((reason, count) -> counts.put(reason, count.sum()));
    return counts;
  }

  Histogram.Snapshot imports() {
    return imports.snapshot();
  }
}

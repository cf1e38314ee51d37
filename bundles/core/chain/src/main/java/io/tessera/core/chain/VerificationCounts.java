package io.tessera.core.chain;

import io.tessera.chain.StateKnowledge;
import io.tessera.chain.Unchecked;
import io.tessera.core.chain.BlockVerifier.Verified;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Counts what was checked of imported blocks, and what could not be. Safe from any thread. */
final class VerificationCounts {
  private final Map<Unchecked, Long> unchecked = new EnumMap<>(Unchecked.class);
  private long executed;
  private long consensusOnly;

  synchronized void add(List<Verified> blocks) {
    for (Verified block : blocks) {
      if (block.posterior().knowledge() == StateKnowledge.COMPLETE) {
        executed++;
      } else if (block.posterior().knowledge() == StateKnowledge.CONSENSUS) {
        consensusOnly++;
      }
      block.unchecked().forEach((rule, count) -> unchecked.merge(rule, (long) count, Long::sum));
    }
  }

  synchronized long executed() {
    return executed;
  }

  synchronized long consensusOnly() {
    return consensusOnly;
  }

  synchronized Map<Unchecked, Long> unchecked() {
    return new EnumMap<>(unchecked);
  }
}

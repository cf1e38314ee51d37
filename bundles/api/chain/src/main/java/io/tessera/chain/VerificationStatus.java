package io.tessera.chain;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What this node has checked of the blocks that it imported since its start: what it could not
 * check is counted, never silent.
 *
 * @param executed blocks whose whole state transition was executed
 * @param consensusOnly blocks of which only what decides about consensus was executed, since a
 *     block made work available and nothing here accumulates it
 * @param unchecked how often each rule could not be checked; rules that always could are absent
 * @param audits who says that blocks are audited, for people
 * @param checkpoint the block at which the chain of this node begins, and which it takes on trust
 *     with all that lies beneath; empty when that is genesis
 */
public record VerificationStatus(
    long executed,
    long consensusOnly,
    Map<Unchecked, Long> unchecked,
    String audits,
    Optional<BlockRef> checkpoint) {

  /** Of a chain from genesis. */
  public VerificationStatus(
      long executed, long consensusOnly, Map<Unchecked, Long> unchecked, String audits) {
    this(executed, consensusOnly, unchecked, audits, Optional.empty());
  }

  /** Takes a copy of the map. */
  public VerificationStatus {
    EnumMap<Unchecked, Long> copy = new EnumMap<>(Unchecked.class);
    copy.putAll(unchecked);
    unchecked = copy;
  }
}

package io.tessera.chain;

import java.util.EnumMap;
import java.util.Map;

/**
 * What this node has checked of the blocks that it imported since its start: what it could not
 * check is counted, never silent.
 *
 * @param executed blocks whose whole state transition was executed
 * @param consensusOnly blocks of which only what decides about consensus was executed, since a
 *     block made work available and nothing here accumulates it
 * @param unchecked how often each rule could not be checked; rules that always could are absent
 * @param audits who says that blocks are audited, for people
 */
public record VerificationStatus(
    long executed, long consensusOnly, Map<Unchecked, Long> unchecked, String audits) {

  /** Takes a copy of the map. */
  public VerificationStatus {
    EnumMap<Unchecked, Long> copy = new EnumMap<>(Unchecked.class);
    copy.putAll(unchecked);
    unchecked = copy;
  }
}

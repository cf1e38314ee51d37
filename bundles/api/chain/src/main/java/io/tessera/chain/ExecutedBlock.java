package io.tessera.chain;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.StateKey;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What executing a block came to.
 *
 * @param knowledge how much of the posterior state is known
 * @param changes the keys whose values differ from the prior state, with their new values; empty
 *     for those that are gone. A block that leaves less known than its parent changes every key of
 *     the {@link ConsensusState}, and all others are to be forgotten
 * @param signatures those to be verified yet
 * @param facts what an importer wants to know
 * @param unchecked how often each rule could not be checked; rules that always could are absent
 */
public record ExecutedBlock(
    StateKnowledge knowledge,
    Map<StateKey, Optional<Bytes>> changes,
    List<SignatureCheck> signatures,
    BlockFacts facts,
    Map<Unchecked, Integer> unchecked) {

  /** Takes copies. */
  public ExecutedBlock {
    changes = Collections.unmodifiableMap(new HashMap<>(changes));
    signatures = List.copyOf(signatures);
    EnumMap<Unchecked, Integer> copy = new EnumMap<>(Unchecked.class);
    copy.putAll(unchecked);
    unchecked = Collections.unmodifiableMap(copy);
  }

  /**
   * Verifies all signatures, one after another, on the calling thread.
   *
   * @throws BlockRejectedException for the first that is wrong
   */
  public void requireSignatures() throws BlockRejectedException {
    for (SignatureCheck signature : signatures) {
      signature.require();
    }
  }
}

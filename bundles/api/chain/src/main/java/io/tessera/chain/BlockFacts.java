package io.tessera.chain;

import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.block.WorkReport;
import io.tessera.lib.codec.state.EntropyPool;
import io.tessera.lib.codec.state.SealKeys;
import io.tessera.lib.codec.state.ValidatorData;
import java.util.List;

/**
 * What is known of a block once it is executed.
 *
 * @param newEpoch whether it is the first of its epoch
 * @param entropy the posterior entropy
 * @param sealKeys who may seal in this epoch: what the block's seal is checked against
 * @param activeSet the validators of its epoch
 * @param previousSet the validators of the epoch before
 * @param pendingSet the validators of the epoch that follows
 * @param offenders those that it reports
 * @param available the reports that became available with it
 * @param accumulated how many reports it accumulated
 */
public record BlockFacts(
    boolean newEpoch,
    EntropyPool entropy,
    SealKeys sealKeys,
    List<ValidatorData> activeSet,
    List<ValidatorData> previousSet,
    List<ValidatorData> pendingSet,
    List<Ed25519Public> offenders,
    List<WorkReport> available,
    int accumulated) {

  /** Takes copies of the lists. */
  public BlockFacts {
    activeSet = List.copyOf(activeSet);
    previousSet = List.copyOf(previousSet);
    pendingSet = List.copyOf(pendingSet);
    offenders = List.copyOf(offenders);
    available = List.copyOf(available);
  }

  /** Whether the block is sealed by ticket, which the choice of the best chain prefers. */
  public boolean ticketed() {
    return sealKeys instanceof SealKeys.Tickets;
  }
}

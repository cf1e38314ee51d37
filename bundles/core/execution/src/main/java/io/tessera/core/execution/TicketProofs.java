package io.tessera.core.execution;

import io.tessera.lib.codec.BandersnatchPublic;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.block.TicketEnvelope;
import io.tessera.lib.codec.state.EpochRoot;
import java.util.List;

/** What Safrole needs of the Bandersnatch ring VRF. Safe from any thread. */
interface TicketProofs {

  /** O: the commitment to the keys of a ring; a key that is no curve point counts as padding. */
  EpochRoot epochRoot(List<BandersnatchPublic> keys);

  /**
   * Whether all proofs of a block were made with keys of the ring.
   *
   * @param root γ_Z'
   * @param entropy η'_2
   */
  boolean verifyAll(EpochRoot root, Hash entropy, List<TicketEnvelope> tickets);
}

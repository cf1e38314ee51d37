package io.tessera.core.execution;

import io.tessera.lib.codec.BandersnatchPublic;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.RingVrfSignature;
import io.tessera.lib.codec.state.RingRoot;
import java.util.List;

/** What Safrole needs of the Bandersnatch ring VRF. Safe from any thread. */
interface TicketProofs {

  /** The commitment to the keys of a ring; a key that is no curve point counts as padding. */
  RingRoot ringRoot(List<BandersnatchPublic> keys);

  /**
   * Whether a proof was made with a key of the ring.
   *
   * @param entropy η'_2
   * @param attempt the entry's index
   */
  boolean verify(RingRoot root, Hash entropy, int attempt, RingVrfSignature proof);
}

package io.tessera.core.pools;

import io.tessera.chain.TicketContest;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.block.TicketEnvelope;
import io.tessera.lib.codec.state.EpochRoot;
import java.util.List;
import java.util.Optional;

/** Verifies tickets of one contest. To be called on platform threads only. */
@FunctionalInterface
interface TicketVerifier {

  /** The ids of tickets, in their order; empty for each whose proof is wrong. */
  List<Optional<Hash>> verifyAll(List<TicketEnvelope> tickets);

  /** Makes verifiers. */
  @FunctionalInterface
  interface Factory {
    /**
     * A verifier, which costs nothing before it is used.
     *
     * @param root commitment to the contest's ring
     */
    TicketVerifier of(TicketContest contest, EpochRoot root);
  }
}

package io.tessera.core.pools;

import io.tessera.chain.TicketContest;
import io.tessera.lib.authoring.SealInputs;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.block.TicketEnvelope;
import io.tessera.lib.codec.state.EpochRoot;
import io.tessera.lib.crypto.ring.RingClaim;
import io.tessera.lib.crypto.ring.RingRoot;
import io.tessera.lib.crypto.ring.RingVerifier;
import java.util.List;
import java.util.Optional;

/** Verifies the ring proofs of tickets (Gray Paper, section "The Extrinsic and Tickets"). */
final class RingTickets implements TicketVerifier {
  private final TicketContest contest;
  private final EpochRoot root;
  private volatile RingVerifier verifier;

  RingTickets(TicketContest contest, EpochRoot root) {
    this.contest = contest;
    this.root = root;
  }

  @Override
  public List<Optional<Hash>> verifyAll(List<TicketEnvelope> tickets) {
    if (verifier == null) {
      verifier = RingVerifier.of(RingRoot.wrap(root.toByteArray()), contest.ring().size());
    }
    return verifier.verifyAll(tickets.stream().map(this::claim).toList());
  }

  private RingClaim claim(TicketEnvelope ticket) {
    Bytes input = Bytes.wrap(SealInputs.ticket(contest.entropy(), ticket.attempt()));
    return new RingClaim(input, Bytes.EMPTY, ticket.signature());
  }
}

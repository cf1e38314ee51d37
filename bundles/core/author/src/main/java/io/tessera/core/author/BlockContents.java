package io.tessera.core.author;

import io.tessera.chain.BlockState;
import io.tessera.lib.authoring.SealInputs;
import io.tessera.lib.authoring.SlotView;
import io.tessera.lib.authoring.TicketChoice;
import io.tessera.lib.codec.BandersnatchPublic;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.block.Extrinsic;
import io.tessera.lib.codec.block.TicketEnvelope;
import io.tessera.lib.codec.state.ValidatorData;
import io.tessera.lib.crypto.ring.RingClaim;
import io.tessera.lib.crypto.ring.RingRoot;
import io.tessera.lib.crypto.ring.RingVerifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Tickets and preimages for a block: the node's own tickets, those from the pool whose proofs are
 * right, and the pool's preimages that are waited for. Confined to one thread.
 */
final class BlockContents implements Author.Contents {
  /** Tickets of others that are verified for one block at most: a few milliseconds each. */
  private static final int VERIFIED_PER_BLOCK = 16;

  private final BoundedPool pool;
  private final Function<SlotView, List<TicketEnvelope>> own;

  /** By id, so that there can be no more than the validators have. */
  private final Map<Hash, TicketEnvelope> verified = new HashMap<>();

  private Hash contest = Hash.ZERO;
  private List<BandersnatchPublic> ring = List.of();
  private RingVerifier verifier;

  /**
   * Contents from a pool.
   *
   * @param own the node's own tickets for a slot
   */
  BlockContents(BoundedPool pool, Function<SlotView, List<TicketEnvelope>> own) {
    this.pool = pool;
    this.own = own;
  }

  @Override
  public Extrinsic of(SlotView view, BlockState prior) {
    List<TicketEnvelope> candidates = new ArrayList<>(own.apply(view));
    if (view.takesTickets()) {
      verifyNext(view);
      candidates.addAll(verified.values());
    }
    return new Extrinsic(
        TicketChoice.choose(view, candidates),
        pool.preimages(prior.values()),
        List.of(),
        List.of(),
        Extrinsic.EMPTY.disputes());
  }

  /** Takes the next tickets out of the pool, and keeps those that are right for this contest. */
  private void verifyNext(SlotView view) {
    List<TicketEnvelope> next = pool.tickets(VERIFIED_PER_BLOCK);
    List<BandersnatchPublic> present =
        view.pendingSet().stream().map(ValidatorData::bandersnatch).toList();
    if (!contest.equals(view.ticketEntropy()) || !ring.equals(present)) {
      contest = view.ticketEntropy();
      ring = present;
      verifier = null;
      verified.clear();
    }
    if (next.isEmpty()) {
      return;
    }
    if (verifier == null) {
      verifier = RingVerifier.of(RingRoot.of(ring), ring.size());
    }
    List<RingClaim> claims =
        next.stream()
            .map(
                ticket ->
                    new RingClaim(
                        Bytes.wrap(SealInputs.ticket(contest, ticket.attempt())),
                        Bytes.EMPTY,
                        ticket.signature()))
            .toList();
    List<Optional<Hash>> outputs = verifier.verifyAll(claims);
    for (int i = 0; i < next.size(); i++) {
      pool.remove(next.get(i));
      TicketEnvelope ticket = next.get(i);
      outputs.get(i).ifPresent(id -> verified.put(id, ticket));
    }
  }
}

package io.tessera.lib.authoring;

import io.tessera.lib.codec.BandersnatchPublic;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.RingVrfSignature;
import io.tessera.lib.codec.block.TicketBody;
import io.tessera.lib.codec.block.TicketEnvelope;
import io.tessera.lib.codec.state.ValidatorData;
import io.tessera.lib.crypto.VrfOutput;
import io.tessera.lib.crypto.bandersnatch.BandersnatchKeyPair;
import io.tessera.lib.crypto.ring.RingProver;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;

/**
 * Makes the tickets of one validator for one epoch: proofs that one of the ring's keys made them,
 * which do not tell which (Gray Paper, section "The Extrinsic and Tickets"). Immutable and safe
 * from any platform thread; a ticket takes some hundreds of milliseconds, and so does a maker.
 */
public final class TicketMaker {
  private static final byte[] NOTHING = {};

  private final RingProver prover;
  private final Hash entropy;

  private TicketMaker(RingProver prover, Hash entropy) {
    this.prover = prover;
    this.entropy = entropy;
  }

  /**
   * A maker of tickets that count in the view's epoch.
   *
   * @return empty when the key is not in the ring: no validator of the next epoch
   */
  public static Optional<TicketMaker> of(SlotView view, BandersnatchKeyPair key) {
    List<BandersnatchPublic> ring =
        view.pendingSet().stream().map(ValidatorData::bandersnatch).toList();
    return ring.contains(key.publicKey())
        ? Optional.of(new TicketMaker(RingProver.of(ring, key), view.ticketEntropy()))
        : Optional.empty();
  }

  /**
   * A ticket.
   *
   * @param attempt 0 to N - 1; each gives another id
   * @param random hides whose ticket it is
   */
  public TicketEnvelope make(int attempt, SecureRandom random) {
    RingVrfSignature proof = prover.sign(SealInputs.ticket(entropy, attempt), NOTHING, random);
    return new TicketEnvelope(attempt, proof);
  }

  /** A ticket as it will stand in the accumulator, if its proof is valid. */
  public static TicketBody body(TicketEnvelope ticket) {
    return new TicketBody(VrfOutput.of(ticket.signature()), ticket.attempt());
  }
}

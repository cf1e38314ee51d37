package io.tessera.core.execution;

import io.tessera.lib.codec.BandersnatchPublic;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.JamWriter;
import io.tessera.lib.codec.block.TicketEnvelope;
import io.tessera.lib.codec.state.EpochRoot;
import io.tessera.lib.crypto.VrfOutput;
import io.tessera.lib.crypto.ring.RingClaim;
import io.tessera.lib.crypto.ring.RingRoot;
import io.tessera.lib.crypto.ring.RingVerifier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Ring proofs as they are: over {@code jam_ticket_seal}, η'_2 and the attempt. */
final class RingProofs implements TicketProofs {
  private static final byte[] CONTEXT = "jam_ticket_seal".getBytes(StandardCharsets.US_ASCII);

  private final int ringSize;

  /** The verifier of the root that was used last: a root is the same for a whole epoch. */
  private volatile Latest latest;

  /** The root that was worked out last: validators mostly stay the same from epoch to epoch. */
  private volatile Rooted rooted;

  /**
   * Proofs for rings of one size.
   *
   * @param ringSize V
   */
  RingProofs(int ringSize) {
    this.ringSize = ringSize;
  }

  private record Latest(EpochRoot root, RingVerifier verifier) {}

  private record Rooted(List<BandersnatchPublic> keys, EpochRoot root) {}

  @Override
  public EpochRoot epochRoot(List<BandersnatchPublic> keys) {
    Rooted known = rooted;
    if (known == null || !known.keys.equals(keys)) {
      known = new Rooted(List.copyOf(keys), EpochRoot.wrap(RingRoot.of(keys).toByteArray()));
      rooted = known;
    }
    return known.root;
  }

  @Override
  public boolean verifyAll(EpochRoot root, Hash entropy, List<TicketEnvelope> tickets) {
    List<RingClaim> claims = new ArrayList<>(tickets.size());
    for (TicketEnvelope ticket : tickets) {
      claims.add(new RingClaim(input(entropy, ticket.attempt()), Bytes.EMPTY, ticket.signature()));
    }
    List<Optional<Hash>> outputs = verifier(root).verifyAll(claims);
    for (int i = 0; i < outputs.size(); i++) {
      // The ids are known from the proofs' first bytes: they must be the outputs that were proven.
      Hash id = VrfOutput.of(tickets.get(i).signature());
      if (!outputs.get(i).equals(Optional.of(id))) {
        return false;
      }
    }
    return true;
  }

  private static Bytes input(Hash entropy, int attempt) {
    JamWriter out = new JamWriter(CONTEXT.length + Hash.SIZE + 1);
    out.bytes(CONTEXT);
    out.bytes(entropy);
    out.u8(attempt);
    return Bytes.wrap(out.toByteArray());
  }

  private RingVerifier verifier(EpochRoot root) {
    Latest known = latest;
    if (known != null && known.root.equals(root)) {
      return known.verifier;
    }
    RingVerifier verifier = RingVerifier.of(RingRoot.wrap(root.toByteArray()), ringSize);
    latest = new Latest(root, verifier);
    return verifier;
  }
}

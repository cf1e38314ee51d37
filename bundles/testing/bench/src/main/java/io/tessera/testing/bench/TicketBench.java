package io.tessera.testing.bench;

import io.tessera.lib.codec.BandersnatchPublic;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.crypto.bandersnatch.BandersnatchKeyPair;
import io.tessera.lib.crypto.ring.RingClaim;
import io.tessera.lib.crypto.ring.RingProver;
import io.tessera.lib.crypto.ring.RingVerifier;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Proofs of tickets, of a ring of the tiny chain's size: alone and together. */
final class TicketBench {
  private static final int BATCH = 16;

  private TicketBench() {}

  static void run() throws Exception {
    List<BandersnatchPublic> ring =
        IntStream.range(0, ProtocolParameters.TINY.validators())
            .mapToObj(i -> key(i).publicKey())
            .toList();
    RingProver prover = RingProver.of(ring, key(0));
    RingVerifier verifier = RingVerifier.of(prover.root(), ring.size());
    SecureRandom random = new SecureRandom();
    List<RingClaim> claims = new ArrayList<>();
    for (int i = 0; i < BATCH; i++) {
      byte[] input = {(byte) i};
      claims.add(
          new RingClaim(Bytes.copyOf(input), Bytes.EMPTY, prover.sign(input, new byte[0], random)));
    }
    double alone = Figures.coreSeconds(() -> verify(verifier, claims.subList(0, 1)));
    System.out.printf("ticket proof, one alone, ms  %.2f%n", 1e3 * alone);
    double together = Figures.coreSeconds(() -> verify(verifier, claims)) / BATCH;
    System.out.printf("ticket proof, each of %d together, ms  %.2f%n", BATCH, 1e3 * together);
  }

  private static BandersnatchKeyPair key(int number) {
    return BandersnatchKeyPair.ofSeed(new byte[] {(byte) number});
  }

  private static void verify(RingVerifier verifier, List<RingClaim> claims) {
    if (!verifier.verifyAll(claims).stream().allMatch(output -> output.isPresent())) {
      throw new IllegalStateException("a valid proof is refused");
    }
  }
}

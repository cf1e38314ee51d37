package io.tessera.core.execution;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.tessera.lib.codec.BandersnatchPublic;
import io.tessera.lib.crypto.bandersnatch.BandersnatchKeyPair;
import io.tessera.lib.crypto.ring.RingRoot;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A root that is remembered is that of the keys that are asked for. */
class RingProofsTest {
  private final RingProofs proofs = new RingProofs(2);

  @Test
  void everyRingHasItsOwnRoot() {
    BandersnatchPublic a = key(1);
    BandersnatchPublic b = key(2);
    assertNotEquals(proofs.epochRoot(List.of(a, b)), proofs.epochRoot(List.of(b, a)));
    for (List<BandersnatchPublic> ring :
        List.of(List.of(a, b), List.of(a, b), List.of(b, a), List.of(a, a), List.of(a, b))) {
      assertArrayEquals(RingRoot.of(ring).toByteArray(), proofs.epochRoot(ring).toByteArray());
    }
  }

  private static BandersnatchPublic key(int number) {
    return BandersnatchKeyPair.ofSeed(new byte[] {(byte) number}).publicKey();
  }
}

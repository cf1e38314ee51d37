package io.tessera.lib.crypto.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tessera.lib.codec.BandersnatchPublic;
import io.tessera.lib.codec.RingVrfSignature;
import io.tessera.lib.crypto.bandersnatch.BandersnatchKeyPair;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Rings with gaps, and one of JAM's full size. */
class RingMembersTest {
  private static final byte[] INPUT = {7};
  private static final byte[] AUX = {};

  /** bandersnatch-vrf-spec, section 4.1. */
  private static final BandersnatchPublic PADDING =
      BandersnatchPublic.fromHex(
          "92ca79e61dd90c1573a8693f199bf6e1e86835cc715cdcf93f5ef222560023aa");

  private static final BandersnatchPublic NULL = BandersnatchPublic.wrap(new byte[32]);

  private final SecureRandom random = new SecureRandom();

  @Test
  void aKeyThatIsNoPointCountsAsThePaddingPoint() {
    BandersnatchPublic first = key(1).publicKey();
    BandersnatchPublic last = key(2).publicKey();
    RingRoot padded = RingRoot.of(List.of(first, PADDING, PADDING, last));
    byte[] ones = HexFormat.of().parseHex("ff".repeat(32));
    List<BandersnatchPublic> gaps = List.of(first, NULL, BandersnatchPublic.wrap(ones), last);
    assertEquals(padded, RingRoot.of(gaps));
    assertNotEquals(padded, RingRoot.of(List.of(first, last)));
    assertEquals(RingRoot.of(List.of(PADDING)), RingRoot.of(Collections.nCopies(255, NULL)));

    RingVrfSignature signature = RingProver.of(gaps, key(2)).sign(INPUT, AUX, random);
    assertEquals(
        Optional.of(key(2).output(INPUT)),
        RingVerifier.of(padded, gaps.size()).verify(INPUT, AUX, signature));
  }

  @Test
  void aRingOfFullSize() {
    List<BandersnatchPublic> ring = new ArrayList<>();
    for (int i = 0; i < 1023; i++) {
      ring.add(i % 50 == 0 ? NULL : key(i).publicKey());
    }
    RingProver prover = RingProver.of(ring, key(1022));
    RingVrfSignature signature = prover.sign(INPUT, AUX, random);
    assertEquals(
        Optional.of(key(1022).output(INPUT)),
        RingVerifier.of(prover.root(), ring.size()).verify(INPUT, AUX, signature));
  }

  @Test
  void twoSignaturesHaveTheSameOutputAndNothingElseInCommon() {
    List<BandersnatchPublic> ring = List.of(key(1).publicKey(), key(2).publicKey());
    RingProver prover = RingProver.of(ring, key(1));
    byte[] one = prover.sign(INPUT, AUX, random).toByteArray();
    byte[] two = prover.sign(INPUT, AUX, random).toByteArray();
    assertEquals(ByteBuffer.wrap(one, 0, 32), ByteBuffer.wrap(two, 0, 32));
    for (int at = 32; at < RingVrfSignature.SIZE; at += 16) {
      assertNotEquals(
          ByteBuffer.wrap(one, at, 16), ByteBuffer.wrap(two, at, 16), "bytes from " + at);
    }
  }

  @Test
  void aStrangerCannotSign() {
    List<BandersnatchPublic> ring = List.of(key(1).publicKey());
    assertThrows(IllegalArgumentException.class, () -> RingProver.of(ring, key(2)));
    assertThrows(IllegalArgumentException.class, () -> RingRoot.of(List.of()));
  }

  private static BandersnatchKeyPair key(int number) {
    return BandersnatchKeyPair.ofSeed(ByteBuffer.allocate(4).putInt(number).array());
  }
}

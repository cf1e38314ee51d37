package io.tessera.lib.crypto.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.lib.codec.BandersnatchPublic;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.RingVrfSignature;
import io.tessera.lib.crypto.bandersnatch.BandersnatchKeyPair;
import io.tessera.lib.crypto.bandersnatch.Fq;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import supranational.blst.P1_Affine;

/**
 * Signatures that are not what a member signed: each is refused, and none makes the verifier throw.
 */
class HostileSignaturesTest {
  private static final List<BandersnatchKeyPair> MEMBERS =
      IntStream.range(0, 6)
          .mapToObj(i -> BandersnatchKeyPair.ofSeed(new byte[] {(byte) i}))
          .toList();

  private static final List<BandersnatchPublic> RING =
      MEMBERS.stream().map(BandersnatchKeyPair::publicKey).toList();

  private static final byte[] INPUT = {1, 2, 3};
  private static final byte[] AUX = {4};
  private static final RingVerifier VERIFIER = RingVerifier.of(RingRoot.of(RING), 6);
  private static final RingVrfSignature VALID = sign(2);

  private static RingVrfSignature sign(int member) {
    return RingProver.of(RING, MEMBERS.get(member)).sign(INPUT, AUX, new SecureRandom());
  }

  private static Optional<Hash> verify(byte[] signature) {
    return VERIFIER.verify(INPUT, AUX, RingVrfSignature.wrap(signature));
  }

  @Test
  void theOriginalIsValid() {
    assertEquals(Optional.of(MEMBERS.get(2).output(INPUT)), verify(VALID.toByteArray()));
  }

  /** Where each field of the signature begins: five of the VRF, fifteen of the proof. */
  @ParameterizedTest
  @ValueSource(
      ints = {
        0,
        32,
        64,
        96,
        128,
        160, // output, commitment, R, O_k, s, s_b
        192,
        240,
        288,
        336, // commitments to columns
        384,
        416,
        448,
        480,
        512,
        544,
        576, // values at zeta
        608,
        656,
        688,
        736 // quotient, linearization, openings
      })
  void aChangedFieldIsRefused(int at) {
    int number = at < 192 || (at >= 384 && at < 608) || at == 656 ? 32 : 48;
    for (int fill : new int[] {0, 0xff}) {
      byte[] filled = VALID.toByteArray();
      Arrays.fill(filled, at, at + number, (byte) fill);
      assertTrue(verify(filled).isEmpty(), "all " + fill);
    }
    for (int bit : new int[] {0, 7, 8 * number - 8, 8 * number - 2, 8 * number - 1}) {
      byte[] flipped = VALID.toByteArray();
      flipped[at + bit / 8] ^= (byte) (1 << (bit % 8));
      assertTrue(verify(flipped).isEmpty(), "bit " + bit);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {384, 416, 448, 480, 512, 544, 576, 656})
  void aNumberHasOneEncoding(int at) {
    byte[] signature = VALID.toByteArray();
    byte[] modulus = Fq.MODULUS.toByteArray();
    int carry = 0;
    for (int i = 0; i < 32; i++) { // adds the modulus, which leaves what the number stands for
      int sum = (signature[at + i] & 0xff) + (modulus[modulus.length - 1 - i] & 0xff) + carry;
      signature[at + i] = (byte) sum;
      carry = sum >> 8;
    }
    assertEquals(0, carry);
    assertTrue(verify(signature).isEmpty());
    assertTrue(RingProof.decode(Arrays.copyOfRange(signature, 192, 784)).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(ints = {192, 240, 288, 336, 608, 688, 736})
  void aPointOutsideTheGroupIsRefused(int at) {
    byte[] outside = outsideTheGroup();
    byte[] signature = VALID.toByteArray();
    System.arraycopy(outside, 0, signature, at, 48);
    assertTrue(verify(signature).isEmpty());
    assertTrue(RingProof.decode(Arrays.copyOfRange(signature, 192, 784)).isEmpty());
  }

  /** Most points of the curve are outside the group. */
  private static byte[] outsideTheGroup() {
    byte[] outside = new byte[48];
    outside[0] = (byte) 0x80;
    do {
      outside[47]++;
    } while (!isOnCurve(outside));
    assertFalse(new P1_Affine(outside).in_group());
    return outside;
  }

  private static boolean isOnCurve(byte[] compressed) {
    try {
      return new P1_Affine(compressed).on_curve();
    } catch (RuntimeException e) { // no point has this x
      return false;
    }
  }

  @Test
  void noiseIsRefused() {
    Random random = new Random(1);
    for (int i = 0; i < 200; i++) {
      byte[] noise = VALID.toByteArray();
      int from = random.nextInt(noise.length);
      byte[] some = new byte[1 + random.nextInt(noise.length - from)];
      random.nextBytes(some);
      System.arraycopy(some, 0, noise, from, some.length);
      if (!Arrays.equals(noise, VALID.toByteArray())) {
        assertTrue(verify(noise).isEmpty());
      }
    }
  }

  @Test
  void aBatchTellsWhichOnesAreNotValid() {
    byte[] wrong = VALID.toByteArray();
    wrong[384] ^= 1;
    byte[] swapped = VALID.toByteArray(); // a proof about another blinded key
    System.arraycopy(sign(2).toByteArray(), 192, swapped, 192, 592);
    List<RingVrfSignature> signatures =
        List.of(
            VALID, sign(0), RingVrfSignature.wrap(wrong), sign(5), RingVrfSignature.wrap(swapped));
    List<RingClaim> claims = new ArrayList<>();
    signatures.forEach(s -> claims.add(new RingClaim(Bytes.wrap(INPUT), Bytes.wrap(AUX), s)));
    List<Optional<Hash>> expected =
        List.of(
            Optional.of(MEMBERS.get(2).output(INPUT)),
            Optional.of(MEMBERS.get(0).output(INPUT)),
            Optional.empty(),
            Optional.of(MEMBERS.get(5).output(INPUT)),
            Optional.empty());
    assertEquals(expected, VERIFIER.verifyAll(claims));
    assertEquals(List.of(), VERIFIER.verifyAll(List.of()));
  }

  @Test
  void wrongOpeningsThatCancelOutInASumAreRefused() {
    // two proofs whose errors are equal but opposite: weights that are all one would not see it
    byte[] first = VALID.toByteArray();
    byte[] second = VALID.toByteArray();
    P1_Affine opening = new P1_Affine(Arrays.copyOfRange(first, 736, 784));
    P1_Affine error = Kzg.G1_GENERATOR;
    P1_Affine more = opening.to_jacobian().add(error).to_affine();
    P1_Affine less = opening.to_jacobian().add(error.to_jacobian().neg()).to_affine();
    System.arraycopy(more.compress(), 0, first, 736, 48);
    System.arraycopy(less.compress(), 0, second, 736, 48);
    List<RingClaim> claims = new ArrayList<>();
    for (byte[] signature : List.of(first, second)) {
      RingVrfSignature wrapped = RingVrfSignature.wrap(signature);
      claims.add(new RingClaim(Bytes.wrap(INPUT), Bytes.wrap(AUX), wrapped));
    }
    assertEquals(List.of(Optional.empty(), Optional.empty()), VERIFIER.verifyAll(claims));
  }

  @Test
  void aRootOfNoPointsMakesNoVerifier() {
    assertThrows(
        IllegalArgumentException.class, () -> RingVerifier.of(RingRoot.wrap(new byte[144]), 6));
  }
}

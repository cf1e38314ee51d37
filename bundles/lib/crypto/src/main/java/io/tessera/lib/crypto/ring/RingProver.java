package io.tessera.lib.crypto.ring;

import io.tessera.lib.codec.BandersnatchPublic;
import io.tessera.lib.codec.RingVrfSignature;
import io.tessera.lib.crypto.bandersnatch.BandersnatchKeyPair;
import io.tessera.lib.crypto.bandersnatch.BandersnatchPoint;
import io.tessera.lib.crypto.bandersnatch.PedersenVrf;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.List;
import java.util.function.Supplier;
import supranational.blst.P1_Affine;

/**
 * Makes ring VRF signatures, the proofs of tickets, with the key of one member of a ring
 * (bandersnatch-vrf-spec, section 4.2). Immutable and safe for use by several threads; a signature
 * takes some hundreds of milliseconds.
 *
 * <p>What is secret and how it is kept: the secret scalar is used by {@link PedersenVrf#sign} only,
 * which runs in constant time. The blinding factor and the member's place become the columns of the
 * proof's table without branches on them, though the JVM promises nothing of the kind; the entries
 * that depend on them are read from arrays of two. The commitments to the columns are sums of
 * multiples in variable time, of numbers that three random rows in each column make independent of
 * the secrets, as they do the commitments themselves.
 */
public final class RingProver {
  /** 255 bits and 128 more, so that the remainder is as good as uniform. */
  private static final int WIDE_BYTES = 48;

  private static final int SCALAR_BYTES = 32;

  private final RingKeys keys;
  private final int member;
  private final BandersnatchKeyPair key;
  private final ProverTable table;
  private final RingRoot root;
  private final Transcript begun;

  private RingProver(RingKeys keys, int member, BandersnatchKeyPair key) {
    this.keys = keys;
    this.member = member;
    this.key = key;
    this.table = new ProverTable(keys);
    this.root = keys.root();
    List<P1_Affine> points = root.points().orElseThrow();
    this.begun = Challenges.about(points);
  }

  /**
   * A prover for a ring that the key pair's public key is in. Takes as long as half a signature.
   *
   * @param ring the keys in the order of the ring root
   * @throws IllegalArgumentException when the key is not in the ring, or no ring has that size (1
   *     to 1,791)
   */
  public static RingProver of(List<BandersnatchPublic> ring, BandersnatchKeyPair key) {
    int member = ring.indexOf(key.publicKey());
    if (member < 0) {
      throw new IllegalArgumentException("not in the ring: " + key);
    }
    return new RingProver(RingKeys.of(ring), member, key);
  }

  /** The root against which the signatures are verified. */
  public RingRoot root() {
    return root;
  }

  /**
   * Signs input and additional data; the VRF output depends on the input and the key only.
   *
   * @param random where the blinding comes from: another one for each signature
   */
  public RingVrfSignature sign(byte[] input, byte[] aux, SecureRandom random) {
    return sign(input, aux, blinding(random), () -> element(random));
  }

  /** Signs with a given blinding, which for test vectors is known and has zeroes in the rows. */
  RingVrfSignature sign(
      byte[] input, byte[] aux, byte[] blinding, Supplier<FieldElement> randomRows) {
    byte[] vrf = PedersenVrf.sign(key, blinding, input, aux);
    Witness witness = Witness.of(table, keys, member, blinding, randomRows);
    RingProof proof = RingArgument.prove(table, begun, witness);
    ByteBuffer signature = ByteBuffer.allocate(RingVrfSignature.SIZE);
    return RingVrfSignature.wrap(signature.put(vrf).put(proof.encode()).array());
  }

  /** A uniform scalar below the curve's order, 32 bytes, least significant first. */
  private static byte[] blinding(SecureRandom random) {
    byte[] scalar = new byte[SCALAR_BYTES];
    do {
      random.nextBytes(scalar);
      scalar[SCALAR_BYTES - 1] &= 0x1f; // 253 bits, of which 9 in 10 are below the order
    } while (littleEndian(scalar).compareTo(BandersnatchPoint.ORDER) >= 0);
    return scalar;
  }

  private static BigInteger littleEndian(byte[] bytes) {
    byte[] reversed = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      reversed[i] = bytes[bytes.length - 1 - i];
    }
    return new BigInteger(1, reversed);
  }

  private static FieldElement element(SecureRandom random) {
    byte[] wide = new byte[WIDE_BYTES];
    random.nextBytes(wide);
    return FieldElement.of(new BigInteger(1, wide));
  }
}

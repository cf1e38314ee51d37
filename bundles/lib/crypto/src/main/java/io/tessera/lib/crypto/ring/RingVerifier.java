package io.tessera.lib.crypto.ring;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.RingVrfSignature;
import io.tessera.lib.crypto.bandersnatch.PedersenVrf;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import supranational.blst.P1_Affine;

/**
 * Verifies ring VRF signatures, the proofs of tickets, against one ring root
 * (bandersnatch-vrf-spec, section 4.3; Gray Paper, appendix "Bandersnatch VRF"). Whatever the bytes
 * of a signature are, the answer is yes or no; every point in it must be in the group of prime
 * order and every number below its field's order. Immutable and safe for use by several threads.
 *
 * <p>Several signatures together take less time than one after the other, since they share two
 * pairings. That works with random weights; here they follow from a hash of everything that is
 * checked, so that all nodes come to the same answer, and a signature that is not valid passes with
 * a probability of 2^-128.
 */
public final class RingVerifier {
  private static final int WEIGHT_BYTES = 16;

  private final Layout layout;
  private final Domain domain;
  private final List<P1_Affine> ring;
  private final Transcript begun;

  private RingVerifier(Layout layout, List<P1_Affine> ring) {
    this.layout = layout;
    this.domain = Domain.of(layout.rows());
    this.ring = ring;
    this.begun = Challenges.about(ring);
  }

  /**
   * A verifier for one ring.
   *
   * @param ringSize number of keys in the ring, those that are none included: V for JAM's
   *     validators
   * @throws IllegalArgumentException when the root's bytes are no points of the group, or no ring
   *     has that size (1 to 1,791)
   */
  public static RingVerifier of(RingRoot root, int ringSize) {
    List<P1_Affine> points =
        root.points()
            .orElseThrow(() -> new IllegalArgumentException("no ring root: " + root.toShortHex()));
    return new RingVerifier(Layout.of(ringSize), points);
  }

  /**
   * The VRF output of a signature, which is a ticket's id; empty when the signature is not valid
   * for this ring, input and additional data.
   */
  public Optional<Hash> verify(byte[] input, byte[] aux, RingVrfSignature signature) {
    return verifyAll(List.of(new RingClaim(Bytes.copyOf(input), Bytes.copyOf(aux), signature)))
        .get(0);
  }

  /** The VRF outputs of several signatures, in their order; empty for each that is not valid. */
  public List<Optional<Hash>> verifyAll(List<RingClaim> claims) {
    List<Optional<Hash>> outputs = new ArrayList<>();
    List<Pending> pending = new ArrayList<>();
    for (RingClaim claim : claims) {
      outputs.add(Optional.empty());
      open(claim, outputs.size() - 1).ifPresent(pending::add);
    }
    settle(pending, outputs);
    return List.copyOf(outputs);
  }

  /** A signature of which all but the openings has been checked. */
  private record Pending(int index, Hash output, OpenedProof proof) {}

  private Optional<Pending> open(RingClaim claim, int index) {
    byte[] signature = claim.signature().toByteArray();
    byte[] proof = Arrays.copyOfRange(signature, PedersenVrf.SIZE, signature.length);
    return PedersenVrf.verify(signature, 0, claim.input().toByteArray(), claim.aux().toByteArray())
        .flatMap(
            vrf ->
                RingProof.decode(proof)
                    .flatMap(decoded -> open(decoded, AffinePoint.of(vrf.commitment())))
                    .map(opened -> new Pending(index, vrf.output(), opened)));
  }

  private Optional<OpenedProof> open(RingProof proof, AffinePoint blindedKey) {
    return OpenedProof.of(domain, layout, begun, proof, blindedKey);
  }

  /** Checks together, and by halves when that fails, until it is known which ones are not valid. */
  private void settle(List<Pending> pending, List<Optional<Hash>> outputs) {
    if (pending.isEmpty()) {
      return;
    }
    if (holds(pending)) {
      pending.forEach(one -> outputs.set(one.index(), Optional.of(one.output())));
    } else if (pending.size() > 1) {
      int half = pending.size() / 2;
      settle(pending.subList(0, half), outputs);
      settle(pending.subList(half, pending.size()), outputs);
    }
  }

  private boolean holds(List<Pending> pending) {
    Transcript weights = new Transcript("openings");
    pending.forEach(one -> weights.append("proof", one.proof().digest().toByteArray()));
    Kzg kzg = new Kzg();
    for (Pending one : pending) {
      one.proof().addTo(kzg, ring, weight(weights), weight(weights));
    }
    return kzg.holds();
  }

  private static FieldElement weight(Transcript weights) {
    return FieldElement.of(new BigInteger(1, weights.challenge("weight", WEIGHT_BYTES)));
  }
}

package io.tessera.lib.crypto.ring;

import io.tessera.lib.codec.Bytes;
import java.util.List;
import java.util.Optional;
import supranational.blst.P1_Affine;

/**
 * A ring proof with the challenges that its transcript leads to: what is left is to check two KZG
 * openings (ring-proof-spec, section 4.2).
 *
 * @param proof the proof
 * @param zeta where the columns are opened
 * @param zetaOmega where the linearization is opened
 * @param nus weights of the columns and the quotient in the first opening
 * @param linearization weights of count, sumX and sumY in the second opening
 * @param value what the first opening must give
 * @param digest 32 bytes that depend on the ring, the result and all of the proof
 */
record OpenedProof(
    RingProof proof,
    FieldElement zeta,
    FieldElement zetaOmega,
    List<FieldElement> nus,
    List<FieldElement> linearization,
    FieldElement value,
    Bytes digest) {

  /**
   * The openings of a proof about a blinded key; empty when the challenge lies in the domain, for
   * which an honest prover would have to wait 2^240 proofs.
   */
  static Optional<OpenedProof> of(
      Domain domain, Layout layout, Transcript ring, RingProof proof, AffinePoint result) {
    Challenges challenges = Challenges.begin(ring, result);
    FieldElement[] alphas =
        challenges.alphas(proof.bits(), proof.count(), proof.sumX(), proof.sumY());
    FieldElement zeta = challenges.zeta(proof.quotient());
    FieldElement[] nus = challenges.nus(proof.atZeta(), proof.shifted());
    Bytes digest = challenges.digest(proof.opening(), proof.shiftedOpening());
    Constraints constraints = new Constraints(alphas, result.plus(AffinePoint.SEED));
    return RowSelectors.at(domain, layout, zeta)
        .map(
            rows ->
                new OpenedProof(
                    proof,
                    zeta,
                    zeta.times(domain.root(1)),
                    List.of(nus),
                    List.of(constraints.linearization(proof.atZeta(), rows)),
                    value(proof, nus, quotient(domain, constraints, proof, zeta, rows)),
                    digest));
  }

  /** The quotient's value at zeta that makes the constraints hold. */
  private static FieldElement quotient(
      Domain domain,
      Constraints constraints,
      RingProof proof,
      FieldElement zeta,
      RowSelectors rows) {
    return constraints
        .sum(proof.atZeta(), FieldElement.ZERO, FieldElement.ZERO, FieldElement.ZERO, rows)
        .plus(proof.shifted())
        .times(RowSelectors.randomRows(domain, zeta))
        .times(RowSelectors.vanishing(domain, zeta).inverse());
  }

  private static FieldElement value(RingProof proof, FieldElement[] nus, FieldElement quotient) {
    FieldElement value = nus[ColumnValues.COUNT].times(quotient);
    List<FieldElement> columns = proof.atZeta().list();
    for (int i = 0; i < columns.size(); i++) {
      value = value.plus(nus[i].times(columns.get(i)));
    }
    return value;
  }

  /** Adds both openings to a check, each with a weight that the prover could not know. */
  void addTo(Kzg kzg, List<P1_Affine> ring, FieldElement weight, FieldElement shiftedWeight) {
    for (int i = 0; i < ring.size(); i++) {
      kzg.common(ring.get(i), nus.get(i).times(weight));
    }
    List<P1_Affine> linear = List.of(proof.count(), proof.sumX(), proof.sumY());
    kzg.commitment(proof.bits(), nus.get(3).times(weight));
    for (int i = 0; i < linear.size(); i++) {
      FieldElement opened = nus.get(4 + i).times(weight);
      kzg.commitment(linear.get(i), opened.plus(linearization.get(i).times(shiftedWeight)));
    }
    kzg.commitment(proof.quotient(), nus.get(ColumnValues.COUNT).times(weight));
    kzg.opening(proof.opening(), zeta, weight);
    kzg.opening(proof.shiftedOpening(), zetaOmega, shiftedWeight);
    FieldElement values = value.times(weight).plus(proof.shifted().times(shiftedWeight));
    kzg.common(Kzg.G1_GENERATOR, values.negated());
  }
}

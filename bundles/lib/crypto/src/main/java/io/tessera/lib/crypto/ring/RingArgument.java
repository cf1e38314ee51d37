package io.tessera.lib.crypto.ring;

import java.util.List;
import supranational.blst.P1_Affine;

/** Makes ring proofs: ring-proof-spec, section 3. */
final class RingArgument {
  private final ProverTable table;
  private final Witness witness;
  private final List<Column> columns;

  private RingArgument(ProverTable table, Witness witness) {
    this.table = table;
    this.witness = witness;
    this.columns = table.with(witness.bits(), witness.count(), witness.sumX(), witness.sumY());
  }

  /** The proof that the witness's result is the blinded key of a member. */
  static RingProof prove(ProverTable table, Transcript ring, Witness witness) {
    return new RingArgument(table, witness).prove(ring);
  }

  private RingProof prove(Transcript ring) {
    P1_Affine bits = witness.bits().commit();
    P1_Affine count = witness.count().commit();
    P1_Affine sumX = witness.sumX().commit();
    P1_Affine sumY = witness.sumY().commit();
    Challenges challenges = Challenges.begin(ring, witness.result());
    FieldElement[] alphas = challenges.alphas(bits, count, sumX, sumY);
    Constraints constraints = new Constraints(alphas, witness.result().plus(AffinePoint.SEED));
    FieldElement[] quotient = table.quotient(constraintValues(constraints));
    P1_Affine quotientCommitment = PowersOfTau.commit(quotient);
    FieldElement zeta = challenges.zeta(quotientCommitment);
    ColumnValues atZeta = ColumnValues.of(columns.stream().map(c -> c.evaluate(zeta)).toList());
    FieldElement[] linearization = linearization(constraints, atZeta, zeta);
    FieldElement zetaOmega = zeta.times(table.domain.root(1));
    FieldElement shifted = Polynomials.evaluate(linearization, zetaOmega);
    FieldElement[] opened = aggregate(challenges.nus(atZeta, shifted), quotient);
    return new RingProof(
        bits,
        count,
        sumX,
        sumY,
        atZeta,
        quotientCommitment,
        shifted,
        PowersOfTau.commit(Polynomials.divideByMonomial(opened, zeta)),
        PowersOfTau.commit(Polynomials.divideByMonomial(linearization, zetaOmega)));
  }

  private FieldElement[] constraintValues(Constraints constraints) {
    FieldElement[] values = new FieldElement[table.fourfold.size()];
    for (int i = 0; i < values.length; i++) {
      int at = i;
      ColumnValues row = ColumnValues.of(columns.stream().map(c -> c.at(at)).toList());
      values[i] =
          constraints.sum(
              row,
              witness.count().next(i),
              witness.sumX().next(i),
              witness.sumY().next(i),
              table.selectors(i));
    }
    return values;
  }

  private FieldElement[] linearization(
      Constraints constraints, ColumnValues atZeta, FieldElement zeta) {
    RowSelectors rows =
        RowSelectors.at(table.domain, table.layout, zeta)
            .orElseThrow(() -> new IllegalStateException("the challenge lies in the domain"));
    FieldElement[] factors = constraints.linearization(atZeta, rows);
    FieldElement[] sum = Polynomials.zeroes(table.layout.rows());
    Polynomials.addTo(sum, witness.count().coefficients(), factors[0]);
    Polynomials.addTo(sum, witness.sumX().coefficients(), factors[1]);
    Polynomials.addTo(sum, witness.sumY().coefficients(), factors[2]);
    return sum;
  }

  private FieldElement[] aggregate(FieldElement[] nus, FieldElement[] quotient) {
    FieldElement[] sum = Polynomials.zeroes(quotient.length);
    for (int i = 0; i < columns.size(); i++) {
      Polynomials.addTo(sum, columns.get(i).coefficients(), nus[i]);
    }
    Polynomials.addTo(sum, quotient, nus[columns.size()]);
    return sum;
  }
}

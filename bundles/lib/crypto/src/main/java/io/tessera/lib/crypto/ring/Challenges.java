package io.tessera.lib.crypto.ring;

import io.tessera.lib.codec.Bytes;
import java.util.List;
import supranational.blst.P1_Affine;

/**
 * The verifier's side of the talk (ring-proof-spec, section 4.2.1), with the labels of the crate
 * {@code w3f-plonk-common}. Both sides call the steps in the order in which they stand here.
 */
final class Challenges {
  private static final int CONSTRAINTS = 7;
  private static final int DIGEST_BYTES = 32;

  private final Transcript transcript;

  private Challenges(Transcript transcript) {
    this.transcript = transcript;
  }

  /** How every talk about a ring begins: with its commitments to x, y and the selector. */
  static Transcript about(List<P1_Affine> ring) {
    Transcript transcript = new Transcript("Bandersnatch_SHA-512_ELL2");
    transcript.append(
        "vk",
        Kzg.G1_GENERATOR.serialize(),
        Kzg.G2.serialize(),
        Kzg.TAU_G2.serialize(),
        ring.get(0).serialize(),
        ring.get(1).serialize(),
        ring.get(2).serialize());
    return transcript;
  }

  /** The talk about one proof; the result is the blinded key's coordinates. */
  static Challenges begin(Transcript ring, AffinePoint result) {
    Transcript transcript = ring.fork();
    transcript.append("instance", result.x().encode(), result.y().encode());
    return new Challenges(transcript);
  }

  /** The constraints' weights, alpha. */
  FieldElement[] alphas(P1_Affine bits, P1_Affine count, P1_Affine sumX, P1_Affine sumY) {
    transcript.append(
        "committed_cols", bits.serialize(), count.serialize(), sumX.serialize(), sumY.serialize());
    return transcript.challenges("constraints_aggregation", CONSTRAINTS);
  }

  /** The point at which the columns are opened. */
  FieldElement zeta(P1_Affine quotient) {
    transcript.append("quotient", quotient.serialize());
    return transcript.challenge("evaluation_point");
  }

  /** The weights, nu, of the columns and the quotient in the opening at zeta. */
  FieldElement[] nus(ColumnValues atZeta, FieldElement shifted) {
    transcript.append(
        "register_evaluations",
        atZeta.list().stream().map(FieldElement::encode).toArray(byte[][]::new));
    transcript.append("shifted_linearization_evaluation", shifted.encode());
    return transcript.challenges("kzg_aggregation", ColumnValues.COUNT + 1);
  }

  /** 32 bytes that depend on everything that was said. */
  Bytes digest(P1_Affine opening, P1_Affine shiftedOpening) {
    transcript.append("kzg_proof_zeta", opening.serialize());
    transcript.append("kzg_proof_zeta_omega", shiftedOpening.serialize());
    return Bytes.wrap(transcript.challenge("transcript_rng", DIGEST_BYTES));
  }
}

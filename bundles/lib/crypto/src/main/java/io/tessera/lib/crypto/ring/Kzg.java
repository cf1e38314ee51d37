package io.tessera.lib.crypto.ring;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;
import supranational.blst.P1_Affine;
import supranational.blst.P2_Affine;
import supranational.blst.Pairing;

/**
 * A check of KZG openings, as many as one wants, with two pairings: that {@code C - y G = (tau - x)
 * P} for each opening P of the value y at x of what C commits to, each multiplied by a weight that
 * the prover could not know. Collects terms, then {@link #holds}; not safe for use by several
 * threads.
 */
final class Kzg {
  /** The generator of G2. */
  static final P2_Affine G2 = P2_Affine.generator();

  /** tau times the generator, of the powers of tau that Zcash's ceremony made. */
  static final P2_Affine TAU_G2 =
      new P2_Affine(
          HexFormat.of()
              .parseHex(
                  "916b2250fc4b3098ccadf9ec58526aecf307d21e233f65110554ee04460f72a616f4d070941b0796de5defda29196e40"
                      + "013645b8518e5568e75d320da8b83a87e12406956b9c74491ee5ecf06dc297ba1186016209d78fd832c16ef62fc49eff"));

  /** The generator of G1. */
  static final P1_Affine G1_GENERATOR = P1_Affine.generator();

  private final List<P1_Affine> points = new ArrayList<>();
  private final List<byte[]> scalars = new ArrayList<>();
  private final IdentityHashMap<P1_Affine, FieldElement> common = new IdentityHashMap<>();
  private final List<P1_Affine> proofs = new ArrayList<>();
  private final List<byte[]> weights = new ArrayList<>();

  /** Adds a multiple of a commitment. */
  void commitment(P1_Affine point, FieldElement factor) {
    points.add(point);
    scalars.add(factor.encode());
  }

  /** Adds a multiple of a point that many openings share: its factors are summed up. */
  void common(P1_Affine point, FieldElement factor) {
    common.merge(point, factor, FieldElement::plus);
  }

  /** Adds a proof of what the values at {@code at} are. */
  void opening(P1_Affine proof, FieldElement at, FieldElement weight) {
    commitment(proof, at.times(weight));
    proofs.add(proof);
    weights.add(weight.encode());
  }

  /** Whether the openings are right, all of them. */
  boolean holds() {
    common.forEach(this::commitment);
    common.clear();
    Pairing pairing = new Pairing(false, "");
    pairing.raw_aggregate(G2, MultiScalar.sum(points, scalars).to_affine());
    pairing.raw_aggregate(TAU_G2, MultiScalar.sum(proofs, weights).neg().to_affine());
    pairing.commit();
    return pairing.finalverify();
  }
}

package io.tessera.lib.crypto.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import io.tessera.lib.codec.BandersnatchPublic;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.RingVrfSignature;
import io.tessera.lib.crypto.Vectors;
import io.tessera.lib.crypto.bandersnatch.BandersnatchKeyPair;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The ring vectors of bandersnatch-vrf-spec: roots, signatures, and making the same signatures. */
class RingVectorsTest {
  private static final int VECTORS = 7;

  /**
   * One vector.
   *
   * @param root what the ring's commitment must be
   * @param output what the VRF's output must begin with
   */
  private record Vector(
      Bytes secret,
      Bytes blinding,
      List<BandersnatchPublic> ring,
      RingRoot root,
      RingClaim claim,
      Hash output) {

    static Vector of(Map<String, String> fields) {
      byte[] keys = HexFormat.of().parseHex(fields.get("ring_pks"));
      List<BandersnatchPublic> ring = new ArrayList<>();
      for (int at = 0; at < keys.length; at += BandersnatchPublic.SIZE) {
        ring.add(
            BandersnatchPublic.wrap(Arrays.copyOfRange(keys, at, at + BandersnatchPublic.SIZE)));
      }
      StringBuilder signature = new StringBuilder();
      List.of("gamma", "proof_pk_com", "proof_r", "proof_ok", "proof_s", "proof_sb", "ring_proof")
          .forEach(field -> signature.append(fields.get(field)));
      return new Vector(
          Bytes.fromHex(fields.get("sk")),
          Bytes.fromHex(fields.get("blinding")),
          ring,
          RingRoot.fromHex(fields.get("ring_pks_com")),
          new RingClaim(
              Bytes.fromHex(fields.get("alpha")),
              Bytes.fromHex(fields.get("ad")),
              RingVrfSignature.fromHex(signature.toString())),
          Hash.fromHex(fields.get("beta").substring(0, 2 * Hash.SIZE)));
    }
  }

  private static List<Vector> vectors() throws IOException {
    byte[] file =
        Vectors.read(Vectors.ROOT.resolve("bandersnatch/bandersnatch_sha-512_ell2_ring.json"));
    List<Vector> vectors = new ArrayList<>();
    for (Object fields : JSON.std.listFrom(file)) {
      Map<String, String> strings = new HashMap<>();
      ((Map<?, ?>) fields).forEach((key, value) -> strings.put((String) key, (String) value));
      vectors.add(Vector.of(strings));
    }
    assertEquals(VECTORS, vectors.size());
    return vectors;
  }

  @Test
  void theRootsAreRight() throws IOException {
    for (Vector vector : vectors()) {
      assertEquals(vector.root(), RingRoot.of(vector.ring()));
    }
  }

  @Test
  void theSignaturesAreValidAndGiveTheOutputs() throws IOException {
    for (Vector vector : vectors()) {
      RingVerifier verifier = RingVerifier.of(vector.root(), vector.ring().size());
      RingClaim claim = vector.claim();
      assertEquals(
          Optional.of(vector.output()),
          verifier.verify(
              claim.input().toByteArray(), claim.aux().toByteArray(), claim.signature()));
    }
  }

  @Test
  void theProverMakesTheSameSignatures() throws IOException {
    for (Vector vector : vectors()) {
      RingProver prover =
          RingProver.of(vector.ring(), BandersnatchKeyPair.ofSecret(vector.secret().toByteArray()));
      assertEquals(vector.root(), prover.root());
      RingVrfSignature signature =
          prover.sign(
              vector.claim().input().toByteArray(),
              vector.claim().aux().toByteArray(),
              vector.blinding().toByteArray(),
              () -> FieldElement.ZERO);
      // all but the VRF's nonces, which are not the specification's, and what follows from them
      assertEquals(part(vector.claim().signature(), 0, 64), part(signature, 0, 64));
      assertEquals(part(vector.claim().signature(), 192, 784), part(signature, 192, 784));
    }
  }

  private static Bytes part(RingVrfSignature signature, int from, int to) {
    return Bytes.wrap(Arrays.copyOfRange(signature.toByteArray(), from, to));
  }

  @Test
  void aSignatureIsGoodForItsRingInputAndDataOnly() throws IOException {
    List<Vector> vectors = vectors();
    Vector vector = vectors.get(6);
    RingClaim claim = vector.claim();
    byte[] input = claim.input().toByteArray();
    byte[] aux = claim.aux().toByteArray();
    RingVerifier right = RingVerifier.of(vector.root(), vector.ring().size());
    RingVerifier other = RingVerifier.of(vectors.get(0).root(), vector.ring().size());
    assertTrue(right.verify(input, aux, claim.signature()).isPresent());
    assertTrue(other.verify(input, aux, claim.signature()).isEmpty(), "another ring");
    assertTrue(right.verify(aux, aux, claim.signature()).isEmpty(), "another input");
    assertTrue(right.verify(input, input, claim.signature()).isEmpty(), "other data");
    RingVerifier larger = RingVerifier.of(vector.root(), 1023);
    assertTrue(larger.verify(input, aux, claim.signature()).isEmpty(), "another domain");
  }
}

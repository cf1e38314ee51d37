package io.tessera.lib.crypto.bandersnatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import io.tessera.lib.codec.BandersnatchPublic;
import io.tessera.lib.codec.BandersnatchSignature;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.crypto.Vectors;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The test vectors that come with the suite's specification: every value of every case. */
class SuiteVectorsTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final int CASES = 7;

  @Test
  void ietf() throws IOException {
    int cases = 0;
    for (Map<String, String> vector : read("ietf")) {
      BandersnatchKeyPair pair = pair(vector);
      byte[] input = input(vector);
      byte[] aux = HEX.parseHex(vector.get("ad"));
      BandersnatchSignature signature = pair.signAsSpecified(input, aux);
      assertEquals(
          vector.get("gamma") + vector.get("proof_c") + vector.get("proof_s"), signature.toHex());
      assertEquals(
          Optional.of(output(vector)), IetfVrf.verify(pair.publicKey(), input, aux, signature));
      assertEquals(output(vector), IetfVrf.claimedOutput(signature));
      assertEquals(output(vector), pair.output(input));
      cases++;
    }
    assertEquals(CASES, cases);
  }

  @Test
  void pedersen() throws IOException {
    int cases = 0;
    for (Map<String, String> vector : read("pedersen")) {
      BandersnatchKeyPair pair = pair(vector);
      byte[] input = input(vector);
      byte[] aux = HEX.parseHex(vector.get("ad"));
      byte[] signature =
          PedersenVrf.signAsSpecified(pair, HEX.parseHex(vector.get("blinding")), input, aux);
      assertEquals(
          vector.get("gamma")
              + vector.get("proof_pk_com")
              + vector.get("proof_r")
              + vector.get("proof_ok")
              + vector.get("proof_s")
              + vector.get("proof_sb"),
          HEX.formatHex(signature));
      byte[] shifted = new byte[PedersenVrf.SIZE + 3];
      System.arraycopy(signature, 0, shifted, 3, signature.length);
      PedersenVrf.Verified verified = PedersenVrf.verify(shifted, 3, input, aux).orElseThrow();
      assertEquals(output(vector), verified.output());
      assertEquals(vector.get("proof_pk_com"), verified.commitment().toString());
      cases++;
    }
    assertEquals(CASES, cases);
  }

  private static BandersnatchKeyPair pair(Map<String, String> vector) {
    BandersnatchKeyPair pair = BandersnatchKeyPair.ofSecret(HEX.parseHex(vector.get("sk")));
    assertEquals(BandersnatchPublic.fromHex(vector.get("pk")), pair.publicKey());
    return pair;
  }

  private static byte[] input(Map<String, String> vector) {
    byte[] input = HEX.parseHex(vector.get("salt") + vector.get("alpha"));
    assertEquals(vector.get("h"), BandersnatchPoint.hashToCurve(input).toString());
    return input;
  }

  private static Hash output(Map<String, String> vector) {
    byte[] wide = HEX.parseHex(vector.get("beta"));
    assertEquals(64, wide.length);
    assertEquals(
        vector.get("beta"), HEX.formatHex(Suite.wideOutput(HEX.parseHex(vector.get("gamma")))));
    return Hash.wrap(Arrays.copyOf(wide, Hash.SIZE));
  }

  private static List<Map<String, String>> read(String scheme) throws IOException {
    byte[] file =
        Vectors.read(
            Vectors.ROOT
                .resolve("bandersnatch")
                .resolve("bandersnatch_sha-512_ell2_" + scheme + ".json"));
    List<Map<String, String>> vectors = new ArrayList<>();
    for (Object each : JSON.std.listFrom(file)) {
      Map<String, String> vector = new HashMap<>();
      ((Map<?, ?>) each).forEach((name, value) -> vector.put((String) name, (String) value));
      vectors.add(vector);
    }
    assertTrue(vectors.size() >= CASES, scheme);
    return vectors;
  }
}

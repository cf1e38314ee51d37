package io.tessera.lib.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.Ed25519Signature;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Signatures on which implementations disagree, and chains must not: ZIP 215 decides. */
class Ed25519EdgeCasesTest {
  private static final byte[] MESSAGE = {1, 2, 3};

  /** All 14 encodings of points of small order as R and as key: valid, every one. */
  @Test
  void smallOrderAndOddEncodingsAreValid() throws IOException {
    List<Object> cases =
        JSON.std.listFrom(Vectors.read(Vectors.ROOT.resolve("ed25519").resolve("vectors.json")));
    assertEquals(196, cases.size());
    for (Object each : cases) {
      Map<?, ?> vector = (Map<?, ?>) each;
      Ed25519Public key = Ed25519Public.fromHex((String) vector.get("pk"));
      byte[] message = HexFormat.of().parseHex((String) vector.get("msg"));
      String r = (String) vector.get("r");
      assertTrue(
          Ed25519.verify(key, message, Ed25519Signature.fromHex(r + vector.get("s"))),
          (String) vector.get("desc"));
      String one = "01" + "00".repeat(31);
      assertFalse(
          Ed25519.verify(key, message, Ed25519Signature.fromHex(r + one)),
          "s = 1: " + vector.get("desc"));
    }
  }

  /** A key and an R with a component of order 8 verify only with the factor 8 in the equation. */
  @Test
  void componentsOfSmallOrderDoNotMatter() {
    EdwardsPoint torsion =
        EdwardsPoint.decode(
            HexFormat.of()
                .parseHex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"));
    assertTrue(torsion.isOfSmallOrder());
    BigInteger secret = new BigInteger(250, new Random(1));
    BigInteger nonce = new BigInteger(250, new Random(2));
    byte[] key = times(secret).plus(torsion).encode();
    byte[] r = times(nonce).plus(torsion).plus(torsion).encode();
    BigInteger k = Ed25519.challenge(r, key, MESSAGE);
    BigInteger s = nonce.add(k.multiply(secret)).mod(EdwardsPoint.ORDER);

    Ed25519Public mixed = Ed25519Public.wrap(key);
    assertTrue(Ed25519.verify(mixed, MESSAGE, signature(r, s)));
    assertFalse(Ed25519.verify(mixed, new byte[] {1, 2, 4}, signature(r, s)));
    assertFalse(Ed25519.verify(mixed, MESSAGE, signature(r, s.add(BigInteger.ONE))));
  }

  /** The same signature with s + L would be a second one. */
  @Test
  void scalarMustBeReduced() {
    Ed25519KeyPair pair = Ed25519KeyPair.of(new byte[32]);
    byte[] signature = pair.sign(MESSAGE).toByteArray();
    byte[] r = Arrays.copyOf(signature, 32);
    BigInteger s = Ed25519.littleEndian(Arrays.copyOfRange(signature, 32, 64));
    assertTrue(Ed25519.verify(pair.publicKey(), MESSAGE, signature(r, s)));
    assertFalse(Ed25519.verify(pair.publicKey(), MESSAGE, signature(r, s.add(EdwardsPoint.ORDER))));
  }

  @Test
  void bytesThatAreNoPointAreRefused() {
    byte[] two = new byte[32];
    two[0] = 2; // no point of the curve has y = 2
    assertNull(EdwardsPoint.decode(two));
    Ed25519KeyPair pair = Ed25519KeyPair.of(new byte[32]);
    Ed25519Signature signature = pair.sign(MESSAGE);
    assertFalse(Ed25519.verify(Ed25519Public.wrap(two), MESSAGE, signature));
    byte[] badR = signature.toByteArray();
    System.arraycopy(two, 0, badR, 0, 32);
    assertFalse(Ed25519.verify(pair.publicKey(), MESSAGE, Ed25519Signature.wrap(badR)));
  }

  /** The curve arithmetic gives the public keys that the library gives. */
  @Test
  void multiplesOfTheBasePoint() {
    assertEquals(
        "5866666666666666666666666666666666666666666666666666666666666666",
        HexFormat.of().formatHex(EdwardsPoint.BASE.encode()));
    assertArrayEquals(EdwardsPoint.IDENTITY.encode(), times(EdwardsPoint.ORDER).encode());
    assertArrayEquals(
        EdwardsPoint.BASE.plus(EdwardsPoint.BASE).encode(), EdwardsPoint.BASE.twice().encode());
    assertFalse(EdwardsPoint.BASE.isOfSmallOrder());
  }

  private static EdwardsPoint times(BigInteger scalar) {
    return EdwardsPoint.multiply(scalar, EdwardsPoint.BASE, BigInteger.ZERO, EdwardsPoint.IDENTITY);
  }

  private static Ed25519Signature signature(byte[] r, BigInteger s) {
    byte[] bytes = Arrays.copyOf(r, Ed25519Signature.SIZE);
    for (int i = 0; i < 32; i++) {
      bytes[32 + i] = s.shiftRight(8 * i).byteValue();
    }
    return Ed25519Signature.wrap(bytes);
  }
}

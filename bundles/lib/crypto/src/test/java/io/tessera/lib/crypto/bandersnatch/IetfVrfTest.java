package io.tessera.lib.crypto.bandersnatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.lib.codec.BandersnatchPublic;
import io.tessera.lib.codec.BandersnatchSignature;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a signature binds, and that there is only one for each. */
class IetfVrfTest {
  private static final byte[] INPUT = {1, 2, 3};
  private static final byte[] AUX = {4, 5};
  private static final byte[] BLINDING =
      "thirty-two bytes that blind a key".substring(0, 32).getBytes(StandardCharsets.US_ASCII);

  private final BandersnatchKeyPair pair = BandersnatchKeyPair.ofSeed(new byte[] {9});
  private final BandersnatchSignature signature = pair.sign(INPUT, AUX);

  @Test
  void bindsKeyInputAndAdditionalData() {
    assertTrue(verify(INPUT, AUX, signature).isPresent());
    assertEquals(Optional.empty(), verify(new byte[] {1, 2, 4}, AUX, signature));
    assertEquals(Optional.empty(), verify(INPUT, new byte[] {4}, signature));
    BandersnatchKeyPair other = BandersnatchKeyPair.ofSeed(new byte[] {8});
    assertEquals(Optional.empty(), IetfVrf.verify(other.publicKey(), INPUT, AUX, signature));
  }

  @Test
  void outputDoesNotDependOnAdditionalData() {
    BandersnatchSignature other = pair.sign(INPUT, INPUT);
    assertEquals(verify(INPUT, AUX, signature), verify(INPUT, INPUT, other));
    assertEquals(Optional.of(pair.output(INPUT)), verify(INPUT, INPUT, other));
  }

  @Test
  void everyByteCounts() {
    for (int i = 0; i < BandersnatchSignature.SIZE; i++) {
      byte[] bytes = signature.toByteArray();
      bytes[i] ^= 1;
      assertEquals(
          Optional.empty(), verify(INPUT, AUX, BandersnatchSignature.wrap(bytes)), "byte " + i);
    }
  }

  /** c + r and s + r are the same scalars: a second signature without the secret. */
  @Test
  void scalarsMustBeReduced() {
    for (int offset = 32; offset <= 64; offset += 32) {
      byte[] bytes = signature.toByteArray();
      BigInteger more = LittleEndian.integer(bytes, offset, 32).add(Curve.ORDER);
      for (int i = 0; i < 32; i++) {
        bytes[offset + i] = more.shiftRight(8 * i).byteValue();
      }
      assertEquals(Optional.empty(), verify(INPUT, AUX, BandersnatchSignature.wrap(bytes)));
    }
  }

  /** The neutral element, output of the secret 0, may be written with either sign. */
  @Test
  void bothEncodingsOfTheNeutralElementHaveOneOutput() {
    BandersnatchKeyPair zero = BandersnatchKeyPair.ofSecret(new byte[32]);
    byte[] bytes = zero.sign(INPUT, AUX).toByteArray();
    bytes[31] |= (byte) 0x80;
    BandersnatchSignature signed = BandersnatchSignature.wrap(bytes);
    Hash output = zero.output(INPUT);
    assertEquals(Optional.of(output), IetfVrf.verify(zero.publicKey(), INPUT, AUX, signed));
    assertEquals(output, IetfVrf.claimedOutput(signed));
  }

  @Test
  void aKeyThatIsNoPointVerifiesNothing() {
    byte[] noPoint = new byte[32];
    noPoint[0] = 2;
    assertEquals(Optional.empty(), BandersnatchPoint.decode(noPoint, 0));
    assertEquals(
        Optional.empty(), IetfVrf.verify(BandersnatchPublic.wrap(noPoint), INPUT, AUX, signature));
    assertEquals(
        Optional.empty(),
        IetfVrf.verify(BandersnatchPublic.wrap(new byte[32]), INPUT, AUX, signature),
        "the null key that stands for an offender");
  }

  @Test
  void severalAreJudgedOneByOne() {
    byte[] noPoint = signature.toByteArray();
    noPoint[0] ^= 1;
    byte[] other = signature.toByteArray();
    other[32] ^= 1;
    List<Optional<Hash>> outputs =
        IetfVrf.verifyAll(
            pair.publicPoint(),
            Stream.of(
                    signature,
                    BandersnatchSignature.wrap(noPoint),
                    BandersnatchSignature.wrap(other),
                    pair.sign(INPUT, AUX))
                .map(each -> new VrfClaim(Bytes.copyOf(INPUT), Bytes.copyOf(AUX), each))
                .toList());
    Optional<Hash> output = Optional.of(pair.output(INPUT));
    assertEquals(List.of(output, Optional.empty(), Optional.empty(), output), outputs);
    assertEquals(List.of(), IetfVrf.verifyAll(pair.publicPoint(), List.of()));
  }

  @Test
  void pedersenBindsEveryByteToo() {
    byte[] proof = PedersenVrf.sign(pair, BLINDING, INPUT, AUX);
    PedersenVrf.Verified verified = PedersenVrf.verify(proof, 0, INPUT, AUX).orElseThrow();
    assertEquals(pair.output(INPUT), verified.output());
    assertFalse(verified.commitment().equals(pair.publicPoint()));
    assertEquals(Optional.empty(), PedersenVrf.verify(proof, 0, AUX, AUX));
    assertEquals(Optional.empty(), PedersenVrf.verify(proof, 0, INPUT, INPUT));
    for (int i = 0; i < proof.length; i++) {
      byte[] changed = proof.clone();
      changed[i] ^= 1;
      assertEquals(Optional.empty(), PedersenVrf.verify(changed, 0, INPUT, AUX), "byte " + i);
    }
  }

  /** Who knows the secret can open the commitment, but not claim an output of choice. */
  @Test
  void pedersenBindsTheOutputToTheSecret() {
    byte[] proof = PedersenVrf.signAsSpecified(pair, BLINDING, INPUT, AUX);
    BandersnatchPoint inputPoint = BandersnatchPoint.hashToCurve(INPUT);
    BandersnatchPoint commitment = point(proof, 32);
    BandersnatchPoint r = point(proof, 64);
    BandersnatchPoint ok = point(proof, 96);
    for (boolean honest : new boolean[] {true, false}) {
      BandersnatchPoint output = honest ? point(proof, 0) : point(proof, 0).plus(inputPoint);
      byte[] encodedInput = inputPoint.encode();
      long[] b = Fr.reduce(BLINDING, 0);
      long[] k = Suite.nonce(pair.encodedSecret(), encodedInput);
      long[] kb = Suite.nonce(Fr.encode(b), encodedInput);
      long[] c = Fr.reduce(Suite.challenge(AUX, commitment, inputPoint, output, r, ok), 0);
      byte[] forged = proof.clone();
      System.arraycopy(output.encode(), 0, forged, 0, 32);
      System.arraycopy(Fr.encode(Fr.multiplyAdd(c, pair.secret(), k)), 0, forged, 128, 32);
      System.arraycopy(Fr.encode(Fr.multiplyAdd(c, b, kb)), 0, forged, 160, 32);
      assertEquals(honest, PedersenVrf.verify(forged, 0, INPUT, AUX).isPresent());
    }
  }

  private static BandersnatchPoint point(byte[] proof, int offset) {
    return BandersnatchPoint.decode(proof, offset).orElseThrow();
  }

  @Test
  void secretsDoNotShow() {
    String secret = HexFormat.of().formatHex(pair.encodedSecret());
    assertFalse(pair.toString().contains(secret));
    assertTrue(pair.toString().contains(pair.publicKey().toString()));
    assertThrows(IllegalArgumentException.class, () -> BandersnatchKeyPair.ofSecret(new byte[31]));
  }

  private Optional<Hash> verify(byte[] input, byte[] aux, BandersnatchSignature signed) {
    return IetfVrf.verify(pair.publicKey(), input, aux, signed);
  }
}

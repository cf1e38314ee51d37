package io.tessera.lib.crypto.bandersnatch;

import io.tessera.lib.codec.BandersnatchPublic;
import io.tessera.lib.codec.BandersnatchSignature;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Verification of signatures that are also a verifiable random function of their input: headers'
 * seals and entropy sources (Bandersnatch VRF specification, section 2; Gray Paper, appendix
 * "Bandersnatch VRF"). A signature is the output point, the challenge and the response, 32 bytes
 * each. What signs is {@link BandersnatchKeyPair}.
 */
public final class IetfVrf {
  private static final int CHALLENGE = 32;
  private static final int RESPONSE = 64;

  private IetfVrf() {}

  /**
   * Verifies a signature.
   *
   * @param key a key whose bytes may be no point: no signature of it is valid
   * @param input what the output is a function of, together with the key
   * @param aux what is signed besides, with no influence on the output
   * @return the first 32 bytes of the output, or nothing when the signature is not valid
   */
  public static Optional<Hash> verify(
      BandersnatchPublic key, byte[] input, byte[] aux, BandersnatchSignature signature) {
    return BandersnatchPoint.decode(key.toByteArray(), 0)
        .flatMap(point -> verify(point, input, aux, signature));
  }

  /**
   * Verifies a signature by a key that was decoded before: that saves about a sixth of the work.
   */
  public static Optional<Hash> verify(
      BandersnatchPoint key, byte[] input, byte[] aux, BandersnatchSignature signature) {
    VrfClaim claim = new VrfClaim(Bytes.copyOf(input), Bytes.copyOf(aux), signature);
    return verifyAll(key, List.of(claim)).getFirst();
  }

  /**
   * Verifies several signatures of one key, which saves an inverse for each but one.
   *
   * @return the first 32 bytes of their outputs, in their order; nothing for each that is not valid
   */
  public static List<Optional<Hash>> verifyAll(BandersnatchPoint key, List<VrfClaim> claims) {
    List<Optional<VrfAttempt>> attempts =
        claims.stream().map(claim -> VrfAttempt.of(key, claim)).toList();
    long[][] projective =
        attempts.stream()
            .flatMap(Optional::stream)
            .flatMap(VrfAttempt::projective)
            .toArray(long[][]::new);
    Iterator<BandersnatchPoint> points =
        List.of(BandersnatchPoint.ofProjective(projective)).iterator();
    List<Optional<Hash>> outputs = new ArrayList<>();
    for (Optional<VrfAttempt> attempt : attempts) {
      outputs.add(
          attempt.flatMap(each -> each.settle(points.next(), points.next(), points.next())));
    }
    return List.copyOf(outputs);
  }

  /**
   * The output that a signature claims (Gray Paper, function Y): that which {@link #verify} gives
   * when the signature is valid, at the price of a hash, and worth nothing before.
   */
  public static Hash claimedOutput(BandersnatchSignature signature) {
    return Suite.output(signature.toByteArray());
  }

  static BandersnatchSignature signature(byte[] output, byte[] challenge, byte[] response) {
    byte[] bytes = Arrays.copyOf(output, BandersnatchSignature.SIZE);
    System.arraycopy(challenge, 0, bytes, CHALLENGE, challenge.length);
    System.arraycopy(response, 0, bytes, RESPONSE, response.length);
    return BandersnatchSignature.wrap(bytes);
  }
}

package io.tessera.lib.crypto.bandersnatch;

import io.tessera.lib.codec.BandersnatchPublic;
import io.tessera.lib.codec.BandersnatchSignature;
import io.tessera.lib.codec.Hash;

/**
 * A Bandersnatch key pair (Bandersnatch VRF specification, sections 1.2 and 2.2). Immutable; what
 * it does with the secret takes the same course for every secret. {@link #toString} shows the
 * public key only.
 */
public final class BandersnatchKeyPair {
  private final long[] secret;
  private final byte[] encodedSecret;
  private final BandersnatchPoint publicPoint;
  private final BandersnatchPublic publicKey;

  private BandersnatchKeyPair(long[] secret) {
    this.secret = secret;
    encodedSecret = Fr.encode(secret);
    publicPoint = multiples(BandersnatchPoint.GENERATOR, encodedSecret)[0];
    publicKey = BandersnatchPublic.wrap(publicPoint.encode());
  }

  /** The key pair of a seed of any length: SHA-512 of it, modulo r (appendix A.1). */
  public static BandersnatchKeyPair ofSeed(byte[] seed) {
    return new BandersnatchKeyPair(Fr.reduce(Suite.sha512(seed)));
  }

  /**
   * The key pair of a secret scalar.
   *
   * @param secret 32 bytes, lowest first, taken modulo r
   * @throws IllegalArgumentException when there are not 32 bytes
   */
  public static BandersnatchKeyPair ofSecret(byte[] secret) {
    if (secret.length != Fq.BYTES) {
      throw new IllegalArgumentException("a secret scalar has 32 bytes, not " + secret.length);
    }
    return new BandersnatchKeyPair(Fr.reduce(secret, 0));
  }

  /** The public key. */
  public BandersnatchPublic publicKey() {
    return publicKey;
  }

  /** The public key as a point. */
  public BandersnatchPoint publicPoint() {
    return publicPoint;
  }

  /** The first 32 bytes of this key's output for an input: what a signature of it would have. */
  public Hash output(byte[] input) {
    return Suite.output(multiples(BandersnatchPoint.hashToCurve(input), encodedSecret)[0]);
  }

  /**
   * Signs.
   *
   * @param input what the output is a function of, together with the key
   * @param aux what is signed besides
   */
  public BandersnatchSignature sign(byte[] input, byte[] aux) {
    BandersnatchPoint inputPoint = BandersnatchPoint.hashToCurve(input);
    return sign(inputPoint, aux, Suite.nonce(encodedSecret, inputPoint.encode(), aux));
  }

  /**
   * Signs with the specification's nonce, for test vectors only: two such signatures of one input
   * give the secret away (see {@link Suite#nonce}).
   */
  BandersnatchSignature signAsSpecified(byte[] input, byte[] aux) {
    BandersnatchPoint inputPoint = BandersnatchPoint.hashToCurve(input);
    return sign(inputPoint, aux, Suite.nonce(encodedSecret, inputPoint.encode()));
  }

  private BandersnatchSignature sign(BandersnatchPoint inputPoint, byte[] aux, long[] k) {
    byte[] nonce = Fr.encode(k);
    BandersnatchPoint u = multiples(BandersnatchPoint.GENERATOR, nonce)[0];
    BandersnatchPoint[] ofInput = multiples(inputPoint, encodedSecret, nonce);
    BandersnatchPoint output = ofInput[0];
    byte[] c = Suite.challenge(aux, publicPoint, inputPoint, output, u, ofInput[1]);
    long[] s = Fr.multiplyAdd(Fr.reduce(c, 0), secret, k);
    return IetfVrf.signature(output.encode(), c, Fr.encode(s));
  }

  /** The multiples of a point by secrets of 32 bytes. */
  static BandersnatchPoint[] multiples(BandersnatchPoint point, byte[]... secrets) {
    long[][] products = new long[secrets.length][];
    for (int i = 0; i < secrets.length; i++) {
      products[i] = Multiplication.multiply(secrets[i], point.coordinates());
    }
    return BandersnatchPoint.ofProjective(products);
  }

  /** The secret scalar, not to be changed: see {@link Fr}. */
  long[] secret() {
    return secret;
  }

  /** The secret scalar in 32 bytes, not to be changed. */
  byte[] encodedSecret() {
    return encodedSecret;
  }

  @Override
  public String toString() {
    return "Bandersnatch key pair of " + publicKey;
  }
}

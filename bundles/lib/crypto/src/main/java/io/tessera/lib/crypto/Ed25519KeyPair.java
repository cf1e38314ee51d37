package io.tessera.lib.crypto;

import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.Ed25519Signature;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * An Ed25519 key pair, made of a 32-byte secret seed (RFC 8032, section 5.1.5). Immutable; its
 * {@link #toString} shows the public key only.
 */
public final class Ed25519KeyPair {
  /** Length of a secret seed in bytes. */
  public static final int SEED_SIZE = 32;

  /** What stands before the seed in a PKCS#8 version 1 encoding (RFC 8410, section 7). */
  private static final byte[] PKCS8_PREFIX =
      HexFormat.of().parseHex("302e020100300506032b657004220420");

  private final byte[] seed;
  private final Ed25519Public publicKey;

  private Ed25519KeyPair(byte[] seed) {
    if (seed.length != SEED_SIZE) {
      throw new IllegalArgumentException("an Ed25519 seed has 32 bytes, not " + seed.length);
    }
    this.seed = seed.clone();
    byte[] point = new byte[Ed25519Public.SIZE];
    org.bouncycastle.math.ec.rfc8032.Ed25519.generatePublicKey(this.seed, 0, point, 0);
    publicKey = Ed25519Public.wrap(point);
  }

  /**
   * The key pair of a seed.
   *
   * @throws IllegalArgumentException when the seed has not 32 bytes
   */
  public static Ed25519KeyPair of(byte[] seed) {
    return new Ed25519KeyPair(seed);
  }

  /** A new key pair. */
  public static Ed25519KeyPair generate(SecureRandom random) {
    byte[] seed = new byte[SEED_SIZE];
    random.nextBytes(seed);
    return new Ed25519KeyPair(seed);
  }

  /** The public key. */
  public Ed25519Public publicKey() {
    return publicKey;
  }

  /** The signature of a message. */
  public Ed25519Signature sign(byte[] message) {
    byte[] signature = new byte[Ed25519Signature.SIZE];
    byte[] key = publicKey.toByteArray();
    org.bouncycastle.math.ec.rfc8032.Ed25519.sign(
        seed, 0, key, 0, message, 0, message.length, signature, 0);
    return Ed25519Signature.wrap(signature);
  }

  /** The secret seed, as a copy: for whoever stores the key. */
  public byte[] seed() {
    return seed.clone();
  }

  /** The secret key as PKCS#8 version 1, 48 bytes: the one form that every TLS stack reads. */
  public byte[] pkcs8() {
    byte[] encoded = new byte[PKCS8_PREFIX.length + SEED_SIZE];
    System.arraycopy(PKCS8_PREFIX, 0, encoded, 0, PKCS8_PREFIX.length);
    System.arraycopy(seed, 0, encoded, PKCS8_PREFIX.length, SEED_SIZE);
    return encoded;
  }

  @Override
  public String toString() {
    return "Ed25519 key pair of " + publicKey;
  }
}

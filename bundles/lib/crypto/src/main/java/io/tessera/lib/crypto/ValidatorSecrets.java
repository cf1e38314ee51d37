package io.tessera.lib.crypto;

import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.JamWriter;
import io.tessera.lib.crypto.bandersnatch.BandersnatchKeyPair;
import java.nio.charset.StandardCharsets;

/**
 * The secret seeds of a validator's keys, derived from one 32-byte seed (JIP-5). Immutable; {@link
 * #toString} shows no secret.
 */
public final class ValidatorSecrets {
  /** Length of the seed that all others are derived from, in bytes. */
  public static final int SEED_SIZE = 32;

  private static final byte[] ED25519 = "jam_val_key_ed25519".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] BANDERSNATCH =
      "jam_val_key_bandersnatch".getBytes(StandardCharsets.US_ASCII);

  private final Ed25519KeyPair ed25519;
  private final Hash bandersnatchSeed;
  private final BandersnatchKeyPair bandersnatch;

  private ValidatorSecrets(Ed25519KeyPair ed25519, Hash bandersnatchSeed) {
    this.ed25519 = ed25519;
    this.bandersnatchSeed = bandersnatchSeed;
    bandersnatch = BandersnatchKeyPair.ofSeed(bandersnatchSeed.toByteArray());
  }

  /**
   * What a seed gives.
   *
   * @throws IllegalArgumentException when the seed has not 32 bytes
   */
  public static ValidatorSecrets derive(byte[] seed) {
    if (seed.length != SEED_SIZE) {
      throw new IllegalArgumentException("a seed has 32 bytes, not " + seed.length);
    }
    return new ValidatorSecrets(
        Ed25519KeyPair.of(Blake2b.hash(ED25519, seed).toByteArray()),
        Blake2b.hash(BANDERSNATCH, seed));
  }

  /**
   * The seed of the i-th validator of a development chain, which everybody knows: for tests only.
   *
   * @param index an unsigned 32-bit number
   */
  public static byte[] trivialSeed(long index) {
    JamWriter seed = new JamWriter(SEED_SIZE);
    for (int i = 0; i < 8; i++) {
      seed.u32(index);
    }
    return seed.toByteArray();
  }

  /** The Ed25519 key pair: a validator's identity as a peer. */
  public Ed25519KeyPair ed25519() {
    return ed25519;
  }

  /** The Bandersnatch key pair: seals blocks and submits tickets. */
  public BandersnatchKeyPair bandersnatch() {
    return bandersnatch;
  }

  /** The seed of the Bandersnatch secret, as a copy. */
  public byte[] bandersnatchSeed() {
    return bandersnatchSeed.toByteArray();
  }

  @Override
  public String toString() {
    return "secrets of validator " + ed25519.publicKey();
  }
}

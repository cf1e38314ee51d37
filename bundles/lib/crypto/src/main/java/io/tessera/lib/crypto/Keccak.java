package io.tessera.lib.crypto;

import io.tessera.lib.codec.Hash;
import org.bouncycastle.crypto.digests.KeccakDigest;

/** Keccak with 256 bits of output: the hash of what other chains verify (Gray Paper, H_K). */
public final class Keccak {
  private Keccak() {}

  /** The hash of the parts one after another. */
  public static Hash hash(byte[]... parts) {
    KeccakDigest digest = new KeccakDigest(8 * Hash.SIZE);
    for (byte[] part : parts) {
      digest.update(part, 0, part.length);
    }
    byte[] hash = new byte[Hash.SIZE];
    digest.doFinal(hash, 0);
    return Hash.wrap(hash);
  }
}

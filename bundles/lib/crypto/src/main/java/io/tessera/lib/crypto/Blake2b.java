package io.tessera.lib.crypto;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import org.bouncycastle.crypto.digests.Blake2bDigest;

/** Blake2b with 256 bits of output and no key: the hash that JAM is built on. */
public final class Blake2b {
  private Blake2b() {}

  /** The hash of the parts one after another. */
  public static Hash hash(byte[]... parts) {
    Blake2bDigest digest = new Blake2bDigest(8 * Hash.SIZE);
    for (byte[] part : parts) {
      digest.update(part, 0, part.length);
    }
    return finish(digest);
  }

  /** The hash of the parts one after another. */
  public static Hash hash(Bytes... parts) {
    Blake2bDigest digest = new Blake2bDigest(8 * Hash.SIZE);
    for (Bytes part : parts) {
      digest.update(part.toByteArray(), 0, part.size());
    }
    return finish(digest);
  }

  /** The hash of a part of an array. */
  public static Hash hash(byte[] bytes, int offset, int length) {
    Blake2bDigest digest = new Blake2bDigest(8 * Hash.SIZE);
    digest.update(bytes, offset, length);
    return finish(digest);
  }

  private static Hash finish(Blake2bDigest digest) {
    byte[] hash = new byte[Hash.SIZE];
    digest.doFinal(hash, 0);
    return Hash.wrap(hash);
  }
}

package io.tessera.lib.merkle;

import io.tessera.lib.codec.Hash;
import io.tessera.lib.crypto.Blake2b;
import io.tessera.lib.crypto.Keccak;

/**
 * The hash function of a tree: {@code H} of the Gray Paper, appendix "General Merklization", is
 * {@link #BLAKE2B} wherever nothing else is said, and {@link #KECCAK} where other chains verify.
 */
@FunctionalInterface
public interface TreeHash {
  /** Blake2b with 256 bits. */
  TreeHash BLAKE2B = Blake2b::hash;

  /** Keccak with 256 bits. */
  TreeHash KECCAK = Keccak::hash;

  /** The hash of the parts one after another. */
  Hash hash(byte[]... parts);
}

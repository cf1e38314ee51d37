package io.tessera.chain;

import org.osgi.annotation.versioning.ProviderType;

/**
 * A signature or proof of a block that is still to be checked. Pure: can be checked at any time on
 * any platform thread, and depends on nothing but what it holds.
 */
@ProviderType
public interface SignatureCheck {

  /** Whether the signature is right. Takes from tens of microseconds to some milliseconds. */
  boolean verify();

  /** Which rule is broken when it is not. */
  BlockFault fault();

  /** Whose signature of what it is, for people. */
  String what();

  /** Verifies, and rejects the block when the signature is wrong. */
  default void require() throws BlockRejectedException {
    if (!verify()) {
      throw new BlockRejectedException(fault(), what());
    }
  }
}

package io.tessera.core.execution;

import io.tessera.chain.BlockRejectedException;
import io.tessera.chain.SignatureCheck;

/** Verifies what a transition left to be verified. */
final class Checks {
  private Checks() {}

  static void requireAll(Signatures signatures) throws BlockRejectedException {
    for (SignatureCheck check : signatures.checks()) {
      check.require();
    }
  }
}

package io.tessera.core.execution;

import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.state.EntropyPool;
import io.tessera.lib.crypto.Blake2b;

/** η' (Gray Paper, section "Sealing and Entropy Accumulation"). */
final class EntropyTransition {
  private EntropyTransition() {}

  /**
   * Adds a block's randomness; with a new epoch the accumulator's prior value goes into history.
   *
   * @param vrfOutput Y(H_V): output of the header's VRF signature
   */
  static EntropyPool apply(EntropyPool prior, Timing time, Hash vrfOutput) {
    Hash now = Blake2b.hash(prior.now(), vrfOutput);
    return time.newEpoch()
        ? new EntropyPool(now, prior.now(), prior.first(), prior.second())
        : new EntropyPool(now, prior.first(), prior.second(), prior.third());
  }
}

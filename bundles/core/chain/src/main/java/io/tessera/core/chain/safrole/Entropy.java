package io.tessera.core.chain.safrole;

import io.tessera.lib.codec.Hash;
import io.tessera.lib.crypto.Blake2b;

/**
 * The entropy accumulator and its value at the end of the three most recently ended epochs (Gray
 * Paper, section "Sealing and Entropy Accumulation").
 *
 * @param accumulator eta 0: takes in the output of each header's entropy source
 * @param first eta 1: at the end of the last epoch
 * @param second eta 2: at the end of the one before; what tickets and fallback keys are made with
 * @param third eta 3: at the end of the one before that; what seals sign
 */
public record Entropy(Hash accumulator, Hash first, Hash second, Hash third) {
  /** The accumulator after a header whose entropy source has this output. */
  Entropy with(Hash output) {
    return new Entropy(Blake2b.hash(accumulator, output), first, second, third);
  }

  /** What a new epoch starts with. */
  Entropy rotated() {
    return new Entropy(accumulator, accumulator, first, second);
  }
}

package io.tessera.lib.codec.state;

import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.Hash;

/**
 * η: the chain's entropy (Gray Paper, section "Sealing and Entropy Accumulation").
 *
 * @param now the accumulator, to which each block adds
 * @param first its value at the end of the epoch before this one
 * @param second its value one epoch earlier: seeds tickets, fallback seals and core assignments
 * @param third its value two epochs earlier: what seals are made with
 */
public record EntropyPool(Hash now, Hash first, Hash second, Hash third) {
  /** Four hashes in this order. */
  public static final Codec<EntropyPool> CODEC =
      Codec.of(
          "entropy",
          in ->
              new EntropyPool(
                  Hash.CODEC.decode(in),
                  Hash.CODEC.decode(in),
                  Hash.CODEC.decode(in),
                  Hash.CODEC.decode(in)),
          (entropy, out) -> {
            out.bytes(entropy.now);
            out.bytes(entropy.first);
            out.bytes(entropy.second);
            out.bytes(entropy.third);
          });
}

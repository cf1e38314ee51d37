package io.tessera.core.execution;

import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.state.EntropyPool;
import io.tessera.lib.codec.state.ValidatorData;
import io.tessera.lib.crypto.Shuffle;
import java.util.Arrays;
import java.util.List;

/**
 * Which validators may guarantee reports for which core (Gray Paper, section "Guarantor
 * Assignments").
 *
 * @param cores c: each validator's core
 * @param validators k: their keys; those of offenders are zeroes
 */
record GuarantorAssignments(List<Integer> cores, List<ValidatorData> validators) {

  /**
   * M: the assignments in a block's slot.
   *
   * @param slot τ'
   * @param entropy η'
   * @param activeSet κ'
   * @param offenders ψ'_O
   */
  static GuarantorAssignments current(
      ProtocolParameters parameters,
      long slot,
      EntropyPool entropy,
      List<ValidatorData> activeSet,
      List<Ed25519Public> offenders) {
    return new GuarantorAssignments(
        permute(parameters, entropy.second(), slot), KeyFilter.apply(activeSet, offenders));
  }

  /**
   * M*: the assignments one rotation before a block's slot, which may be in the epoch before.
   *
   * @param previousSet λ'
   */
  static GuarantorAssignments previous(
      ProtocolParameters parameters,
      long slot,
      EntropyPool entropy,
      List<ValidatorData> activeSet,
      List<ValidatorData> previousSet,
      List<Ed25519Public> offenders) {
    long before = slot - parameters.rotationPeriod();
    boolean sameEpoch = Math.floorDiv(before, parameters.epochLength()) == parameters.epochOf(slot);
    Hash seed = sameEpoch ? entropy.second() : entropy.third();
    List<ValidatorData> set = sameEpoch ? activeSet : previousSet;
    return new GuarantorAssignments(
        permute(parameters, seed, before), KeyFilter.apply(set, offenders));
  }

  /** P and R: cores in equal shares, shuffled, rotated by the part of the epoch that has passed. */
  private static List<Integer> permute(ProtocolParameters parameters, Hash seed, long slot) {
    int cores = parameters.cores();
    int validators = parameters.validators();
    int rotations = Math.floorMod(slot, parameters.epochLength()) / parameters.rotationPeriod();
    return Arrays.stream(Shuffle.indices(validators, seed))
        .map(index -> (cores * index / validators + rotations) % cores)
        .boxed()
        .toList();
  }
}

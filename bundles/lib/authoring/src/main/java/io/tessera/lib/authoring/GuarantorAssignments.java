package io.tessera.lib.authoring;

import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.state.ValidatorData;
import io.tessera.lib.crypto.Shuffle;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Which validators may guarantee reports for which core (Gray Paper, section "Guarantor
 * Assignments"). Immutable.
 *
 * @param cores c: each validator's core
 * @param validators k: their keys; those of offenders are zeroes
 */
public record GuarantorAssignments(List<Integer> cores, List<ValidatorData> validators) {

  /** Takes copies of the lists. */
  public GuarantorAssignments {
    cores = List.copyOf(cores);
    validators = List.copyOf(validators);
  }

  /**
   * The assignments of a slot: P.
   *
   * @param seed entropy of the slot's epoch
   * @param slot time slot that tells the rotation
   * @param set the epoch's validators
   * @param offenders validators whose keys count no more
   */
  static GuarantorAssignments of(
      ProtocolParameters parameters,
      Hash seed,
      long slot,
      List<ValidatorData> set,
      List<Ed25519Public> offenders) {
    return new GuarantorAssignments(
        permute(parameters, seed, slot), KeyFilter.apply(set, offenders));
  }

  /**
   * P and R: each validator's core; cores in equal shares, shuffled, rotated by the part of the
   * epoch that has passed.
   *
   * @param seed entropy of the slot's epoch: η_2 in that epoch, η_3 in the one after it
   */
  public static List<Integer> permute(ProtocolParameters parameters, Hash seed, long slot) {
    int cores = parameters.cores();
    int validators = parameters.validators();
    int rotations = Math.floorMod(slot, parameters.epochLength()) / parameters.rotationPeriod();
    return Arrays.stream(Shuffle.indices(validators, seed))
        .map(index -> (cores * index / validators + rotations) % cores)
        .boxed()
        .toList();
  }

  /** The indices of a core's guarantors, ascending; those of offenders are left out. */
  public List<Integer> on(int core) {
    return IntStream.range(0, cores.size())
        .filter(index -> cores.get(index) == core && !isBanned(index))
        .boxed()
        .toList();
  }

  /** The index of the validator with this key; empty when there is none, or it is an offender. */
  public OptionalInt indexOf(Ed25519Public key) {
    return IntStream.range(0, validators.size())
        .filter(index -> validators.get(index).ed25519().equals(key) && !isBanned(index))
        .findFirst();
  }

  /** The core that the validator with this key guarantees for; empty when it does for none. */
  public OptionalInt coreOf(Ed25519Public key) {
    OptionalInt index = indexOf(key);
    return index.isPresent() ? OptionalInt.of(cores.get(index.getAsInt())) : index;
  }

  private boolean isBanned(int index) {
    return validators.get(index).equals(ValidatorData.NULL);
  }
}

package io.tessera.core.execution;

import io.tessera.lib.codec.block.Assurance;
import io.tessera.lib.codec.block.Extrinsic;
import io.tessera.lib.codec.block.Preimage;
import io.tessera.lib.codec.state.ValidatorActivity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * π_V' and π_L' (Gray Paper, section "Validator Activity").
 *
 * @param current each validator's activity in the block's epoch
 * @param last each validator's activity in the epoch before
 */
record ValidatorActivities(List<ValidatorActivity> current, List<ValidatorActivity> last) {

  /**
   * Adds a block.
   *
   * @param author H_I
   * @param reported whether a validator of κ' is among the reporters
   */
  ValidatorActivities with(Timing time, int author, Extrinsic extrinsic, IntPredicate reported) {
    List<ValidatorActivity> base =
        time.newEpoch() ? Collections.nCopies(current.size(), ValidatorActivity.NONE) : current;
    boolean[] assured = new boolean[base.size()];
    for (Assurance assurance : extrinsic.assurances()) {
      assured[assurance.validatorIndex()] = true;
    }
    List<ValidatorActivity> posterior = new ArrayList<>(base.size());
    for (int i = 0; i < base.size(); i++) {
      ValidatorActivity prior = i == author ? authored(base.get(i), extrinsic) : base.get(i);
      posterior.add(counted(prior, reported.test(i), assured[i]));
    }
    return new ValidatorActivities(posterior, time.newEpoch() ? current : last);
  }

  private static ValidatorActivity authored(ValidatorActivity prior, Extrinsic extrinsic) {
    long octets = 0;
    for (Preimage preimage : extrinsic.preimages()) {
      octets += preimage.blob().size();
    }
    return new ValidatorActivity(
        prior.blocks() + 1,
        prior.tickets() + extrinsic.tickets().size(),
        prior.preimages() + extrinsic.preimages().size(),
        prior.preimagesSize() + octets,
        prior.guarantees(),
        prior.assurances());
  }

  private static ValidatorActivity counted(
      ValidatorActivity prior, boolean reported, boolean assured) {
    if (!reported && !assured) {
      return prior;
    }
    return new ValidatorActivity(
        prior.blocks(),
        prior.tickets(),
        prior.preimages(),
        prior.preimagesSize(),
        prior.guarantees() + (reported ? 1 : 0),
        prior.assurances() + (assured ? 1 : 0));
  }
}

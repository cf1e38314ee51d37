package io.tessera.core.execution;

import io.tessera.chain.BlockFault;
import io.tessera.chain.BlockRejectedException;
import io.tessera.lib.authoring.GuarantorAssignments;
import io.tessera.lib.authoring.GuarantorState;
import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.Guarantee;
import io.tessera.lib.codec.block.ValidatorSignature;
import io.tessera.lib.codec.block.WorkReport;
import io.tessera.lib.codec.state.ValidatorData;
import io.tessera.lib.crypto.Blake2b;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Who guarantees a report and when (Gray Paper, section "Work Report Guarantees"). */
final class CredentialRules {
  private static final int FEWEST = 2;
  private static final int MOST = 3;

  private final ProtocolParameters parameters;
  private final GuarantorState guarantors;
  private final Signatures signatures;
  private final Set<Ed25519Public> reporters = new TreeSet<>();
  private GuarantorAssignments current;
  private GuarantorAssignments previous;

  CredentialRules(ProtocolParameters parameters, GuarantorState guarantors, Signatures signatures) {
    this.parameters = parameters;
    this.guarantors = guarantors;
    this.signatures = signatures;
  }

  /** G: the Ed25519 keys of all guarantors of the guarantees that were checked. */
  Set<Ed25519Public> reporters() {
    return reporters;
  }

  void check(Guarantee guarantee) throws BlockRejectedException {
    checkForm(guarantee);
    checkSlot(guarantee);
    GuarantorAssignments assignments = assignments(guarantee.slot());
    Hash report = Blake2b.hash(WorkReport.CODEC.encode(guarantee.report()));
    for (ValidatorSignature part : guarantee.signatures()) {
      int index = part.validatorIndex();
      String name = "guarantor " + index + " of report " + report.toShortHex();
      ValidatorData guarantor = assignments.validators().get(index);
      if (guarantor.equals(ValidatorData.NULL)) {
        throw new BlockRejectedException(BlockFault.BANNED_VALIDATOR, name + " is an offender");
      }
      if (assignments.cores().get(index) != guarantee.report().coreIndex()) {
        throw new BlockRejectedException(
            BlockFault.WRONG_ASSIGNMENT, name + " is at core " + assignments.cores().get(index));
      }
      reporters.add(guarantor.ed25519());
      signatures.statement(
          guarantor.ed25519(), Signatures.Context.GUARANTEE, report, part.signature(), name);
    }
  }

  private void checkForm(Guarantee guarantee) throws BlockRejectedException {
    List<ValidatorSignature> credential = guarantee.signatures();
    int count = credential.size();
    if (count < FEWEST || count > MOST) {
      throw new BlockRejectedException(
          BlockFault.INSUFFICIENT_GUARANTEES, count + " signatures for one report");
    }
    int before = -1;
    for (ValidatorSignature part : credential) {
      if (part.validatorIndex() >= parameters.validators()) {
        throw new BlockRejectedException(
            BlockFault.BAD_VALIDATOR_INDEX, "guarantor " + part.validatorIndex());
      }
      if (part.validatorIndex() <= before) {
        throw new BlockRejectedException(
            BlockFault.NOT_SORTED_OR_UNIQUE_GUARANTORS,
            "guarantor " + part.validatorIndex() + " after " + before);
      }
      before = part.validatorIndex();
    }
  }

  /** From the beginning of the rotation before this one until now. */
  private void checkSlot(Guarantee guarantee) throws BlockRejectedException {
    if (guarantee.slot() > guarantors.slot()) {
      throw new BlockRejectedException(
          BlockFault.FUTURE_REPORT_SLOT, "guarantee of slot " + guarantee.slot());
    }
    if (rotation(guarantee.slot()) < rotation(guarantors.slot()) - 1) {
      throw new BlockRejectedException(
          BlockFault.REPORT_EPOCH_BEFORE_LAST, "guarantee of slot " + guarantee.slot());
    }
  }

  private long rotation(long slot) {
    return slot / parameters.rotationPeriod();
  }

  private GuarantorAssignments assignments(long slot) {
    if (rotation(slot) == rotation(guarantors.slot())) {
      if (current == null) {
        current = guarantors.current(parameters);
      }
      return current;
    }
    if (previous == null) {
      previous = guarantors.previous(parameters);
    }
    return previous;
  }
}

package io.tessera.chain;

/**
 * Rules of the state transition that a block can break. The names are those of the public test
 * vectors' error codes where there is one.
 */
public enum BlockFault {
  /** Header: the slot is not above that of the prior state. */
  BAD_SLOT,
  /** Header: the author's index is not below V. */
  BAD_AUTHOR_INDEX,
  /** Header: the extrinsic hash is another. */
  BAD_EXTRINSIC_HASH,
  /** Header: there must be another epoch marker, or none. */
  BAD_EPOCH_MARK,
  /** Header: there must be another winning-tickets marker, or none. */
  BAD_TICKETS_MARK,
  /** Header: the offenders marker does not name exactly the new offenders. */
  BAD_OFFENDERS_MARK,

  /** Tickets: some in the closing period of the epoch. */
  UNEXPECTED_TICKET,
  /** Tickets: not in ascending order of their ids. */
  BAD_TICKET_ORDER,
  /** Tickets: a ring proof is wrong. */
  BAD_TICKET_PROOF,
  /** Tickets: an attempt is not below N. */
  BAD_TICKET_ATTEMPT,
  /** Tickets: one is in the accumulator already. */
  DUPLICATE_TICKET,
  /** Tickets: one is not good enough to stay in the accumulator. */
  USELESS_TICKET,

  /** Disputes: a report was judged before. */
  ALREADY_JUDGED,
  /** Disputes: a verdict's votes are neither all, nor none, nor a third. */
  BAD_VOTE_SPLIT,
  /** Disputes: verdicts not in ascending order. */
  VERDICTS_NOT_SORTED_UNIQUE,
  /** Disputes: a verdict's judgments not in ascending order. */
  JUDGEMENTS_NOT_SORTED_UNIQUE,
  /** Disputes: culprits not in ascending order. */
  CULPRITS_NOT_SORTED_UNIQUE,
  /** Disputes: faults not in ascending order. */
  FAULTS_NOT_SORTED_UNIQUE,
  /** Disputes: a report found invalid has fewer than two culprits. */
  NOT_ENOUGH_CULPRITS,
  /** Disputes: a report found valid has no fault. */
  NOT_ENOUGH_FAULTS,
  /** Disputes: a culprit's report was not found invalid. */
  CULPRITS_VERDICT_NOT_BAD,
  /** Disputes: a fault does not contradict its verdict. */
  FAULT_VERDICT_WRONG,
  /** Disputes: an offender is in the punish-set already. */
  OFFENDER_ALREADY_REPORTED,
  /** Disputes: a verdict is neither of this epoch nor of the one before. */
  BAD_JUDGEMENT_AGE,
  /** Disputes: a culprit is no validator. */
  BAD_GUARANTOR_KEY,
  /** Disputes: a fault is no validator's. */
  BAD_AUDITOR_KEY,

  /** Disputes, assurances, guarantees: an index is not below V. */
  BAD_VALIDATOR_INDEX,
  /** Disputes, assurances, guarantees: an Ed25519 signature is wrong. */
  BAD_SIGNATURE,

  /** Assurances: one is not anchored on the parent. */
  BAD_ATTESTATION_PARENT,
  /** Assurances: a bit is set for a core without a pending report. */
  CORE_NOT_ENGAGED,
  /** Assurances: not in ascending order of the assurers. */
  NOT_SORTED_OR_UNIQUE_ASSURERS,

  /** Guarantees: there is no such core. */
  BAD_CORE_INDEX,
  /** Guarantees: a slot is after that of the block. */
  FUTURE_REPORT_SLOT,
  /** Guarantees: a slot is before the previous rotation of the guarantors. */
  REPORT_EPOCH_BEFORE_LAST,
  /** Guarantees: a credential has not two or three signatures. */
  INSUFFICIENT_GUARANTEES,
  /** Guarantees: not in ascending order of the cores. */
  OUT_OF_ORDER_GUARANTEE,
  /** Guarantees: a credential is not in ascending order of the guarantors. */
  NOT_SORTED_OR_UNIQUE_GUARANTORS,
  /** Guarantees: a guarantor is not assigned to the core. */
  WRONG_ASSIGNMENT,
  /** Guarantees: the core has a report pending. */
  CORE_ENGAGED,
  /** Guarantees: the anchor is not among the recent blocks. */
  ANCHOR_NOT_RECENT,
  /** Guarantees: there is no such service. */
  BAD_SERVICE_ID,
  /** Guarantees: the service has other code. */
  BAD_CODE_HASH,
  /** Guarantees: a package that is depended on is neither recent nor in the block. */
  DEPENDENCY_MISSING,
  /** Guarantees: the package was reported before. */
  DUPLICATE_PACKAGE,
  /** Guarantees: the anchor's state root is another. */
  BAD_STATE_ROOT,
  /** Guarantees: the anchor's accumulation output log is another. */
  BAD_BEEFY_MMR_ROOT,
  /** Guarantees: the authorizer is not in the core's pool. */
  CORE_UNAUTHORIZED,
  /** Guarantees: a report's gas for accumulation is above G_A. */
  WORK_REPORT_GAS_TOO_HIGH,
  /** Guarantees: an item's gas is below what its service requires. */
  SERVICE_ITEM_GAS_TOO_LOW,
  /** Guarantees: a report has more than J dependencies. */
  TOO_MANY_DEPENDENCIES,
  /** Guarantees: a segment-root is not the one that was reported. */
  SEGMENT_ROOT_LOOKUP_INVALID,
  /** Guarantees: a report's outputs are above W_R octets. */
  WORK_REPORT_TOO_BIG,
  /** Guarantees: a guarantor is an offender. */
  BANNED_VALIDATOR,
  /** Guarantees: the lookup anchor is too old, or no ancestor. */
  LOOKUP_ANCHOR_NOT_RECENT,
  /** Guarantees: a report has no results. */
  MISSING_WORK_RESULTS,

  /** Preimages: one that its service did not ask for, or has already. */
  PREIMAGE_UNNEEDED,
  /** Preimages: not in ascending order. */
  PREIMAGES_NOT_SORTED_UNIQUE
}

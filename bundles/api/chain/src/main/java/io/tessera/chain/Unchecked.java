package io.tessera.chain;

/** Rules that cannot be checked while the whole state is not known. */
public enum Unchecked {
  /** The header's prior state root; one a block. */
  PRIOR_STATE_ROOT,
  /** That a report's authorizer is in its core's pool; one a report. */
  AUTHORIZER_POOLS,
  /** That an item's service exists, has this code and accepts this gas; one an item. */
  CODE_HASHES_AND_GAS,
  /** That a preimage was asked for; one a preimage. */
  PREIMAGE_REQUESTS,
  /** That a report's anchor had this accumulation output log; one a report, when not known. */
  BEEFY_ROOTS,
  /** That a report's package is not accumulated or queued since longer; one a report. */
  ACCUMULATED_PACKAGES,
  /**
   * That the extrinsic keeps the rules, and what it does to the state; one a block of which only
   * the header is kept.
   */
  STATE_TRANSITION,
  /**
   * That a marker says what the state has: the next validators, the winning tickets, the offenders;
   * one a marker in a header without its state.
   */
  MARKERS
}

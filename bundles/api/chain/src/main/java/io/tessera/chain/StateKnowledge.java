package io.tessera.chain;

/** How much of a block's state is known. */
public enum StateKnowledge {
  /** All of it. */
  COMPLETE,
  /**
   * Only what decides about consensus, since some ancestor made work available and nothing
   * accumulated it: {@link ConsensusState}.
   */
  CONSENSUS,
  /**
   * Only what headers tell, where headers only are kept: slot, entropy, who may seal, and the keys
   * of the validators of three epochs. The values stand under the keys of their components, with
   * zeroes for what headers do not tell, so that none of them is the state's own.
   */
  HEADERS
}

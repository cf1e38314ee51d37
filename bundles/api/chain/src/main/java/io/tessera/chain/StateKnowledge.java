package io.tessera.chain;

/** How much of a block's state is known. */
public enum StateKnowledge {
  /** All of it. */
  COMPLETE,
  /**
   * Only what decides about consensus, since some ancestor made work available and nothing
   * accumulated it: {@link ConsensusState}.
   */
  CONSENSUS
}

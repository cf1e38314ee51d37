package io.tessera.chain;

import java.util.List;

/**
 * Is told when the chain has grown: register one as a service. Called in order on a thread of the
 * chain's after the blocks are safe on disk; must be quick and must not import.
 */
public interface ChainListener {

  /**
   * Blocks have been imported.
   *
   * @param blocks the new ones, parents first
   * @param best the head of the best chain now
   * @param finalized the latest finalized block now
   */
  void imported(List<EncodedBlock> blocks, BlockRef best, BlockRef finalized);
}

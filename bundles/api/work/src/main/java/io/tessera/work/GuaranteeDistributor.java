package io.tessera.work;

import io.tessera.lib.codec.block.ValidatorSignature;
import io.tessera.lib.codec.block.WorkReport;

/**
 * Distributes guaranteed reports to all validators that may have to put them into a block: a
 * protocol plugin registers one (CE 135). Safe from any thread, never blocks.
 */
@FunctionalInterface
public interface GuaranteeDistributor {

  /**
   * A guarantor has signed a report, this node or another one that it asked. With the third
   * signature the guarantee is distributed; with the second, when the third has not come after two
   * seconds. Later signatures change nothing.
   *
   * @param report the report
   * @param slot the guarantee's slot, the same for all signatures of a report
   * @param signature verified
   */
  void signed(WorkReport report, long slot, ValidatorSignature signature);
}

package io.tessera.operator.telemetry;

import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.block.Guarantee;
import io.tessera.lib.codec.block.ValidatorSignature;
import io.tessera.lib.codec.block.WorkReport;
import io.tessera.lib.crypto.Blake2b;
import java.util.List;

/** JIP-3's "Guarantee Outline". */
record GuaranteeOutline(Hash report, long slot, List<Integer> guarantors) {

  static GuaranteeOutline of(Guarantee guarantee) {
    return new GuaranteeOutline(
        Blake2b.hash(WorkReport.CODEC.encode(guarantee.report())),
        guarantee.slot(),
        guarantee.signatures().stream().map(ValidatorSignature::validatorIndex).toList());
  }

  void write(Fields out) {
    out.hash(report).u32(slot).list(guarantors, Fields::u16);
  }
}

package io.tessera.lib.crypto;

import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.JamWriter;
import io.tessera.lib.codec.block.Extrinsic;
import io.tessera.lib.codec.block.Guarantee;
import io.tessera.lib.codec.block.WorkReport;
import java.util.function.Consumer;

/**
 * The commitment to a block's extrinsic in its header (Gray Paper, section "The Header", H_x): the
 * hash of the hashes of the five parts. In the guarantees each report is replaced by its hash, so
 * that a report's inclusion can be proven without the report.
 */
public final class ExtrinsicHash {
  private ExtrinsicHash() {}

  /** The extrinsic hash that a header with this extrinsic must have. */
  public static Hash of(Extrinsic extrinsic) {
    JamWriter parts = new JamWriter(5 * Hash.SIZE);
    parts.bytes(hashOf(extrinsic::encodeTickets));
    parts.bytes(hashOf(extrinsic::encodePreimages));
    parts.bytes(hashOf(out -> encodeGuarantees(extrinsic, out)));
    parts.bytes(hashOf(extrinsic::encodeAssurances));
    parts.bytes(hashOf(extrinsic::encodeDisputes));
    return Blake2b.hash(parts.toByteArray());
  }

  private static Hash hashOf(Consumer<JamWriter> part) {
    JamWriter out = new JamWriter();
    part.accept(out);
    return Blake2b.hash(out.toByteArray());
  }

  private static void encodeGuarantees(Extrinsic extrinsic, JamWriter out) {
    out.natural(extrinsic.guarantees().size());
    for (Guarantee guarantee : extrinsic.guarantees()) {
      out.bytes(Blake2b.hash(WorkReport.CODEC.encode(guarantee.report())));
      guarantee.encodeStatement(out);
    }
  }
}

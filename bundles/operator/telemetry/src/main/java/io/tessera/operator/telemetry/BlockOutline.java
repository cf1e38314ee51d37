package io.tessera.operator.telemetry;

import io.tessera.chain.EncodedBlock;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.block.Extrinsic;

/** JIP-3's "Block Outline". */
record BlockOutline(
    long size,
    Hash header,
    int tickets,
    int preimages,
    long preimageBytes,
    int guarantees,
    int assurances,
    int verdicts) {

  static BlockOutline of(EncodedBlock block) {
    Extrinsic extrinsic = block.block().extrinsic();
    return new BlockOutline(
        block.raw().size(),
        block.hash(),
        extrinsic.tickets().size(),
        extrinsic.preimages().size(),
        extrinsic.preimages().stream().mapToLong(each -> each.blob().size()).sum(),
        extrinsic.guarantees().size(),
        extrinsic.assurances().size(),
        extrinsic.disputes().verdicts().size());
  }

  void write(Fields out) {
    out.u32(size)
        .hash(header)
        .u32(tickets)
        .u32(preimages)
        .u32(preimageBytes)
        .u32(guarantees)
        .u32(assurances)
        .u32(verdicts);
  }
}

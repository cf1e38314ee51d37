package io.tessera.lib.codec.block;

import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.Hash;

/**
 * What one work-item came to: a work-digest (Gray Paper, section "Work Digest").
 *
 * @param serviceId index of the service that the item is for
 * @param codeHash hash of the service's code that was run
 * @param payloadHash hash of the item's payload
 * @param accumulateGas gas limit of accumulating this result, an unsigned 64-bit number
 * @param result output or failure of refinement
 * @param refineLoad how much work it was
 */
public record WorkResult(
    long serviceId,
    Hash codeHash,
    Hash payloadHash,
    long accumulateGas,
    WorkExecResult result,
    RefineLoad refineLoad) {

  /** The service's index in four bytes, the gas limit in eight, naturals in the load. */
  public static final Codec<WorkResult> CODEC =
      Codec.of(
          "digest",
          in ->
              new WorkResult(
                  in.u32(),
                  Hash.CODEC.decode(in),
                  Hash.CODEC.decode(in),
                  in.u64(),
                  WorkExecResult.CODEC.decode(in),
                  RefineLoad.CODEC.decode(in)),
          (digest, out) -> {
            out.u32(digest.serviceId);
            out.bytes(digest.codeHash);
            out.bytes(digest.payloadHash);
            out.u64(digest.accumulateGas);
            WorkExecResult.CODEC.encode(digest.result, out);
            RefineLoad.CODEC.encode(digest.refineLoad, out);
          });

  /** Fewest bytes of an encoding. */
  static final int MIN_SIZE = 4 + 2 * Hash.SIZE + 8 + 1 + RefineLoad.MIN_SIZE;
}

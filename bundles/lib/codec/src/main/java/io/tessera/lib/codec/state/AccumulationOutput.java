package io.tessera.lib.codec.state;

import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.Hash;
import java.util.List;

/**
 * What accumulating a service yielded.
 *
 * @param service the service's index
 * @param hash the commitment that it yielded
 */
public record AccumulationOutput(long service, Hash hash) {
  /** The index in four bytes, the hash. */
  public static final Codec<AccumulationOutput> CODEC =
      Codec.of(
          "accumulation_output",
          in -> new AccumulationOutput(in.u32(), Hash.CODEC.decode(in)),
          (output, out) -> {
            out.u32(output.service);
            out.bytes(output.hash);
          });

  /** θ: any number of them with their number before them. */
  static final Codec<List<AccumulationOutput>> LIST_CODEC =
      Codec.list("accumulation_outputs", CODEC, 4 + Hash.SIZE);
}

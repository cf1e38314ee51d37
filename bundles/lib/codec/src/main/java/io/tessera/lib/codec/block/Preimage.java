package io.tessera.lib.codec.block;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Codec;

/**
 * Data that a service asked for by its hash.
 *
 * @param requester index of the service
 * @param blob the data
 */
public record Preimage(long requester, Bytes blob) {
  /** The service's index in four bytes, then the data with its length. */
  public static final Codec<Preimage> CODEC =
      Codec.of(
          "preimage",
          in -> new Preimage(in.u32(), in.blob()),
          (preimage, out) -> {
            out.u32(preimage.requester);
            out.blob(preimage.blob);
          });

  /** Fewest bytes of an encoding. */
  static final int MIN_SIZE = 4 + 1;
}

package io.tessera.work;

import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.Hash;

/**
 * Which shards are asked for (JAMNP-S, "CE 137: Shard distribution" and "CE 138: Audit shard
 * request"): {@code Erasure-Root ++ Shard Index}, 34 bytes.
 *
 * @param erasureRoot of the work-package
 * @param shard index, of 16 bits
 */
public record ShardRequest(Hash erasureRoot, int shard) {
  /** Size of the encoding in bytes. */
  public static final int SIZE = Hash.SIZE + 2;

  /** The root, then the index as two bytes. */
  public static final Codec<ShardRequest> CODEC =
      Codec.of(
          "shard request",
          in -> new ShardRequest(Hash.CODEC.decode(in), in.u16()),
          (request, out) -> {
            out.bytes(request.erasureRoot);
            out.u16(request.shard);
          });
}

package io.tessera.lib.erasure;

import io.tessera.lib.codec.Bytes;

/**
 * One of the pieces that a blob, or a sequence of segments, is coded into.
 *
 * @param index 0 to V - 1; those below the recovery threshold R are the data itself
 * @param bytes the piece: two octets for each 2 R octets of what was coded
 */
public record Shard(int index, Bytes bytes) {}

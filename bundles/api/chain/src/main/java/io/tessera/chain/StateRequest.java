package io.tessera.chain;

import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.JamReader;
import io.tessera.lib.codec.JamWriter;
import io.tessera.lib.codec.StateKey;

/**
 * A request for a range of a block's posterior state (JAMNP-S, "CE 129"): {@code Header Hash ++ Key
 * (Start) ++ Key (End) ++ Maximum Size}, 98 bytes.
 *
 * @param block the block
 * @param start first key wanted; need not be in the state
 * @param end last key wanted; need not be in the state
 * @param maximumSize most bytes of the answer, 0 to 2^32 - 1; one item comes however large it is
 */
public record StateRequest(Hash block, StateKey start, StateKey end, long maximumSize) {
  /** Size of the encoding in bytes. */
  public static final int SIZE = Hash.SIZE + 2 * StateKey.SIZE + 4;

  /** The hash, both keys, the maximum as four bytes. */
  public static final Codec<StateRequest> CODEC =
      Codec.of("state request", StateRequest::read, StateRequest::write);

  /** A request for the value of one key. */
  public static StateRequest of(Hash block, StateKey key, long maximumSize) {
    return new StateRequest(block, key, key, maximumSize);
  }

  private static StateRequest read(JamReader in) {
    return new StateRequest(
        Hash.CODEC.decode(in), StateKey.CODEC.decode(in), StateKey.CODEC.decode(in), in.u32());
  }

  private void write(JamWriter out) {
    out.bytes(block);
    out.bytes(start);
    out.bytes(end);
    out.u32(maximumSize);
  }
}

package io.tessera.chain;

import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.JamReader;
import io.tessera.lib.codec.JamWriter;

/**
 * A request for a sequence of blocks (JAMNP-S, "CE 128"): {@code Header Hash ++ Direction ++
 * Maximum Blocks}, 37 bytes.
 *
 * @param block where the sequence starts
 * @param direction which way it goes
 * @param maximum most blocks wanted, 0 to 2^32 - 1
 */
public record BlockRequest(Hash block, Direction direction, long maximum) {
  /** Size of the encoding in bytes. */
  public static final int SIZE = Hash.SIZE + 1 + 4;

  /** The hash, one byte of direction, the maximum as four bytes. */
  public static final Codec<BlockRequest> CODEC =
      new Codec<>() {
        @Override
        public BlockRequest decode(JamReader in) {
          Hash block = Hash.CODEC.decode(in);
          Direction direction = in.bool() ? Direction.DESCENDING : Direction.ASCENDING;
          return new BlockRequest(block, direction, in.u32());
        }

        @Override
        public void encode(BlockRequest value, JamWriter out) {
          Hash.CODEC.encode(value.block, out);
          out.bool(value.direction == Direction.DESCENDING);
          out.u32(value.maximum);
        }
      };

  /** Which way a sequence of blocks goes. */
  public enum Direction {
    /** From a child of the block given (exclusive) towards the head: byte 0. */
    ASCENDING,
    /** From the block given (inclusive) towards genesis: byte 1. */
    DESCENDING
  }
}

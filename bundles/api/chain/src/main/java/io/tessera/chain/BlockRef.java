package io.tessera.chain;

import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.JamReader;
import io.tessera.lib.codec.JamWriter;

/**
 * Names a block: {@code Header Hash ++ Slot}, 36 bytes, as UP 0 writes leaves and finalized blocks.
 *
 * @param hash hash of the block's header
 * @param slot the block's slot, 0 to 2^32 - 1
 */
public record BlockRef(Hash hash, long slot) {
  /** Size of the encoding in bytes. */
  public static final int SIZE = Hash.SIZE + 4;

  /** The hash, then the slot as four bytes. */
  public static final Codec<BlockRef> CODEC =
      new Codec<>() {
        @Override
        public BlockRef decode(JamReader in) {
          return new BlockRef(Hash.CODEC.decode(in), in.u32());
        }

        @Override
        public void encode(BlockRef value, JamWriter out) {
          Hash.CODEC.encode(value.hash, out);
          out.u32(value.slot);
        }
      };

  /** Slot and short hash, as logs and tables show a block. */
  @Override
  public String toString() {
    return "#" + slot + " " + hash.toShortHex();
  }
}

package io.tessera.protocol.up0;

import io.tessera.chain.BlockRef;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.JamReader;
import io.tessera.lib.codec.JamWriter;
import java.util.List;

/**
 * The first message of either side: {@code Final ++ len++[Leaf]}.
 *
 * @param finalized the sender's latest finalized block
 * @param leaves all leaves that it knows
 */
record Handshake(BlockRef finalized, List<BlockRef> leaves) {
  /** Forks above the finalized block that we listen to; a chain in order has a handful. */
  static final int MAX_LEAVES = 1024;

  /** Largest encoding: a length up to {@link #MAX_LEAVES} takes two bytes. */
  static final int MAX_SIZE = BlockRef.SIZE + 2 + MAX_LEAVES * BlockRef.SIZE;

  static final Codec<Handshake> CODEC =
      new Codec<>() {
        @Override
        public Handshake decode(JamReader in) {
          return new Handshake(BlockRef.CODEC.decode(in), in.list(BlockRef.CODEC, BlockRef.SIZE));
        }

        @Override
        public void encode(Handshake value, JamWriter out) {
          BlockRef.CODEC.encode(value.finalized, out);
          out.list(BlockRef.CODEC, value.leaves);
        }
      };
}

package io.tessera.protocol.up0;

import io.tessera.chain.BlockBounds;
import io.tessera.chain.BlockRef;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.JamReader;
import io.tessera.lib.codec.JamWriter;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.Header;
import io.tessera.lib.crypto.Blake2b;

/**
 * Word of one block: {@code Header ++ Final}.
 *
 * @param header the block's header
 * @param hash the header's hash, which is not sent
 * @param finalized the sender's latest finalized block
 */
record Announcement(Header header, Hash hash, BlockRef finalized) {

  /** The block's name. */
  BlockRef ref() {
    return new BlockRef(hash, header.slot());
  }

  /** Largest encoding on a chain with these parameters. */
  static int maxSize(ProtocolParameters parameters) {
    return BlockBounds.header(parameters) + BlockRef.SIZE;
  }

  static Codec<Announcement> codec(ProtocolParameters parameters) {
    Codec<Header> headers = Header.codec(parameters);
    return new Codec<>() {
      @Override
      public Announcement decode(JamReader in) {
        long start = in.offset();
        Header header = headers.decode(in);
        Hash hash = Blake2b.hash(in.since(start));
        return new Announcement(header, hash, BlockRef.CODEC.decode(in));
      }

      @Override
      public void encode(Announcement value, JamWriter out) {
        headers.encode(value.header, out);
        BlockRef.CODEC.encode(value.finalized, out);
      }
    };
  }
}

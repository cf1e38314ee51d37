package io.tessera.chain;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.JamReader;
import io.tessera.lib.codec.JamWriter;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.Block;
import io.tessera.lib.codec.block.Extrinsic;
import io.tessera.lib.codec.block.Header;
import io.tessera.lib.crypto.Blake2b;

/**
 * A block with the bytes that it came in and its hash: decoded once, hashed once, stored as it
 * came.
 *
 * @param hash Blake2b-256 of the header's encoding
 * @param block the decoded block
 * @param raw the block's encoding
 */
public record EncodedBlock(Hash hash, Block block, Bytes raw) {

  /** The block's header. */
  public Header header() {
    return block.header();
  }

  /** The block's name. */
  public BlockRef ref() {
    return new BlockRef(hash, block.header().slot());
  }

  /** A block made here, encoded and hashed. */
  public static EncodedBlock of(Block block, ProtocolParameters parameters) {
    byte[] header = Header.codec(parameters).encode(block.header());
    JamWriter out = new JamWriter(2 * header.length);
    out.bytes(header);
    Extrinsic.codec(parameters).encode(block.extrinsic(), out);
    return new EncodedBlock(Blake2b.hash(header), block, Bytes.wrap(out.toByteArray()));
  }

  /** Reads blocks of a chain with these parameters, keeping their bytes. */
  public static Codec<EncodedBlock> codec(ProtocolParameters parameters) {
    Codec<Header> headers = Header.codec(parameters);
    Codec<Extrinsic> extrinsics = Extrinsic.codec(parameters);
    return new Codec<>() {
      @Override
      public EncodedBlock decode(JamReader in) {
        long start = in.offset();
        Header header = headers.decode(in);
        Hash hash = Blake2b.hash(in.since(start));
        Extrinsic extrinsic = extrinsics.decode(in);
        return new EncodedBlock(hash, new Block(header, extrinsic), Bytes.wrap(in.since(start)));
      }

      @Override
      public void encode(EncodedBlock value, JamWriter out) {
        value.raw.writeTo(out);
      }
    };
  }
}

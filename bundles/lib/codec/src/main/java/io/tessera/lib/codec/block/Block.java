package io.tessera.lib.codec.block;

import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.ProtocolParameters;

/**
 * A block.
 *
 * @param header says who made it, when, and on top of what
 * @param extrinsic what it brings
 */
public record Block(Header header, Extrinsic extrinsic) {
  /** The codec for a chain with these parameters. Cheap to get, better kept. */
  public static Codec<Block> codec(ProtocolParameters parameters) {
    Codec<Header> header = Header.codec(parameters);
    Codec<Extrinsic> extrinsic = Extrinsic.codec(parameters);
    return Codec.of(
        "block",
        in -> new Block(header.decode(in), extrinsic.decode(in)),
        (block, out) -> {
          header.encode(block.header, out);
          extrinsic.encode(block.extrinsic, out);
        });
  }
}

package io.tessera.lib.codec.trace;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.JamReader;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.Block;

/**
 * A file {@code NNNNNNNN.bin} of a trace: a block between two states.
 *
 * @param pre the state before the block
 * @param block the block
 * @param post the state after the block; that before it when the block must be refused
 */
public record TraceStep(RawState pre, Block block, RawState post) {

  /** The codec for a chain with these parameters. */
  public static Codec<TraceStep> codec(ProtocolParameters parameters) {
    Codec<Block> block = Block.codec(parameters);
    return Codec.of(
        "step",
        in -> new TraceStep(RawState.CODEC.decode(in), block.decode(in), RawState.CODEC.decode(in)),
        (step, out) -> {
          RawState.CODEC.encode(step.pre, out);
          block.encode(step.block, out);
          RawState.CODEC.encode(step.post, out);
        });
  }

  /**
   * The block's bytes as they stand in the file; the states are not copied.
   *
   * @param file the whole file
   * @throws io.tessera.lib.codec.CodecException when the file is no step of a trace
   */
  public static Bytes rawBlock(byte[] file, ProtocolParameters parameters) {
    JamReader in = new JamReader(file);
    RawState.skip(in);
    long start = in.offset();
    Block.codec(parameters).decode(in);
    Bytes block = Bytes.wrap(in.since(start));
    RawState.skip(in);
    in.expectEnd();
    return block;
  }
}

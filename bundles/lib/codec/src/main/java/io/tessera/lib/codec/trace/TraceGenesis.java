package io.tessera.lib.codec.trace;

import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.Header;

/**
 * The file {@code genesis.bin} of a trace: where its chain begins.
 *
 * @param header the genesis header
 * @param state the genesis state
 */
public record TraceGenesis(Header header, RawState state) {

  /** The codec for a chain with these parameters. */
  public static Codec<TraceGenesis> codec(ProtocolParameters parameters) {
    Codec<Header> header = Header.codec(parameters);
    return Codec.of(
        "genesis",
        in -> new TraceGenesis(header.decode(in), RawState.CODEC.decode(in)),
        (genesis, out) -> {
          header.encode(genesis.header, out);
          RawState.CODEC.encode(genesis.state, out);
        });
  }
}

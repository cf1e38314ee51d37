package io.tessera.testing.testkit;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.Header;
import io.tessera.lib.codec.trace.TraceGenesis;
import java.util.stream.Collectors;

/** Chain specifications as JIP-4 has them, written by hand. */
final class GenesisJson {
  private GenesisJson() {}

  static String of(String id, TraceGenesis genesis, ProtocolParameters parameters) {
    String state =
        genesis.state().keyvals().stream()
            .map(item -> "\"" + item.key().toHex() + "\":\"" + item.value().toHex() + "\"")
            .collect(Collectors.joining(",\n"));
    return """
    {"id":"%s","bootnodes":[],
    "genesis_header":"%s",
    "protocol_parameters":"%s",
    "genesis_state":{
    %s}}
    """
        .formatted(
            id,
            hex(Header.codec(parameters).encode(genesis.header())),
            hex(ProtocolParameters.CODEC.encode(parameters)),
            state);
  }

  private static String hex(byte[] bytes) {
    return Bytes.wrap(bytes).toHex();
  }
}

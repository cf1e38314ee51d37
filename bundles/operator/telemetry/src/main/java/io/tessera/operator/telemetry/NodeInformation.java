package io.tessera.operator.telemetry;

import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.JamWriter;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.net.Endpoint;

/**
 * The first message of a connection (JIP-3, "Node information message").
 *
 * @param parameters the chain's
 * @param genesis hash of its genesis header
 * @param peer this node
 * @param address where it listens
 * @param version of the implementation
 * @param note for people
 */
record NodeInformation(
    ProtocolParameters parameters,
    Hash genesis,
    PeerId peer,
    Endpoint address,
    String version,
    String note) {
  private static final int TELEMETRY_VERSION = 0;

  /** No bit is set: this node has no PVM, hence none that recompiles. */
  private static final long FLAGS = 0;

  private static final String NAME = "Tessera";
  private static final String GRAY_PAPER = "0.7.2";

  byte[] encode() {
    JamWriter out = new JamWriter();
    out.u8(TELEMETRY_VERSION);
    ProtocolParameters.CODEC.encode(parameters, out);
    new Fields(out, 0)
        .hash(genesis)
        .peer(peer)
        .endpoint(address)
        .u32(FLAGS)
        .text(NAME, 32)
        .text(version, 32)
        .text(GRAY_PAPER, 16)
        .text(note, 512);
    return out.toByteArray();
  }
}

package io.tessera.discovery.dht;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.Ed25519Signature;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.JamReader;
import io.tessera.lib.codec.JamWriter;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.crypto.Ed25519;
import io.tessera.lib.crypto.Ed25519KeyPair;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What a node record says of the JAM node behind it, as the value of its field {@link #FIELD}. Not
 * part of JAMNP-S. The proof covers the whole genesis hash, of which only the prefix is sent: a
 * node of another chain with the same prefix is not taken for one of ours. A record with addresses
 * of both kinds has 268 of its 300 bytes then, and the library wants 32 free while it is made.
 *
 * @param chain the first 4 bytes of the genesis hash, as in JAMNP-S's ALPN identifier
 * @param port UDP port of the QUIC endpoint, which has the record's addresses
 * @param peer whose node it is
 * @param proof Ed25519 by that peer's key over {@link #CONTEXT}, the record's secp256k1 key (33
 *     bytes) and the genesis hash. The record itself, signed with the secp256k1 key, is thereby the
 *     peer's word, whatever addresses it has
 */
record JamEntry(Bytes chain, int port, PeerId peer, Ed25519Signature proof) {
  /** Name of the field in the record. */
  static final String FIELD = "jam";

  /** Bytes of an encoded entry. */
  static final int SIZE = 4 + 2 + 32 + 64;

  /** What the signed bytes begin with, so that no other signature of the key can pass for one. */
  static final Bytes CONTEXT =
      Bytes.wrap("tessera_dht_record_0".getBytes(StandardCharsets.US_ASCII));

  /** Prefix, port as two bytes, lowest first, key, proof; decoding does not check the proof. */
  static final Codec<JamEntry> CODEC = Codec.of("jam entry", JamEntry::read, JamEntry::write);

  private static final int PREFIX = 4;

  /** Makes an entry; not on a virtual thread. */
  static JamEntry sign(Ed25519KeyPair key, Bytes nodeKey, Hash genesis, int port) {
    return new JamEntry(
        prefix(genesis), port, new PeerId(key.publicKey()), key.sign(signed(nodeKey, genesis)));
  }

  /** The same on another port: the proof does not speak of it. */
  JamEntry withPort(int other) {
    return new JamEntry(chain, other, peer, proof);
  }

  /** Whether the peer is of that chain and says that the node is its own; costs a verification. */
  boolean proves(Bytes nodeKey, Hash genesis) {
    return chain.equals(prefix(genesis))
        && Ed25519.verify(peer.key(), signed(nodeKey, genesis), proof);
  }

  private static Bytes prefix(Hash genesis) {
    return Bytes.wrap(Arrays.copyOf(genesis.toByteArray(), PREFIX));
  }

  private static byte[] signed(Bytes nodeKey, Hash genesis) {
    JamWriter out = new JamWriter();
    out.bytes(CONTEXT);
    out.bytes(nodeKey);
    out.bytes(genesis);
    return out.toByteArray();
  }

  private static JamEntry read(JamReader in) {
    return new JamEntry(
        Bytes.wrap(in.bytes(PREFIX)),
        in.u16(),
        new PeerId(Ed25519Public.CODEC.decode(in)),
        Ed25519Signature.CODEC.decode(in));
  }

  private void write(JamWriter out) {
    out.bytes(chain);
    out.u16(port);
    out.bytes(peer.key());
    out.bytes(proof);
  }
}

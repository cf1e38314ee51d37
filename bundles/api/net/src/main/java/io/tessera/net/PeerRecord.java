package io.tessera.net;

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
import java.time.Instant;
import java.util.List;

/**
 * A node's signed word on where it can be reached, which others may hand on. Not part of JAMNP-S.
 * Everything but the signature is what it signs, behind {@link #CONTEXT}.
 *
 * @param peer who says so
 * @param genesis hash of its chain's genesis header
 * @param sequence the greater of two records of a peer is the one that counts
 * @param expiry when the record ends, in seconds since 1970-01-01 UTC
 * @param endpoints where it listens, 1 to {@link #MAX_ENDPOINTS}, the best first
 * @param signature Ed25519 by the peer's key
 */
public record PeerRecord(
    PeerId peer,
    Hash genesis,
    long sequence,
    long expiry,
    List<Endpoint> endpoints,
    Ed25519Signature signature) {
  /** Most endpoints of a record. */
  public static final int MAX_ENDPOINTS = 4;

  /** Most bytes of an encoded record. */
  public static final int MAX_SIZE = 32 + 32 + 8 + 8 + 1 + MAX_ENDPOINTS * Endpoint.SIZE + 64;

  /** What the signed bytes begin with, so that no other signature of the key can pass for one. */
  public static final Bytes CONTEXT =
      Bytes.wrap("tessera_peer_record_0".getBytes(StandardCharsets.US_ASCII));

  /**
   * Key, genesis hash, sequence number and expiry as eight bytes each, lowest first, the number of
   * endpoints as one byte, the endpoints, the signature. Decoding does not check the signature.
   */
  public static final Codec<PeerRecord> CODEC =
      Codec.of("peer record", PeerRecord::read, PeerRecord::write);

  private static final Codec<List<Endpoint>> ENDPOINTS =
      Codec.list("endpoints", Endpoint.CODEC, Endpoint.SIZE, 1, MAX_ENDPOINTS);

  /** Checks the number of endpoints. */
  public PeerRecord {
    endpoints = List.copyOf(endpoints);
    if (endpoints.isEmpty() || endpoints.size() > MAX_ENDPOINTS) {
      throw new IllegalArgumentException(endpoints.size() + " endpoints are not 1 to 4");
    }
  }

  /** Makes a record and signs it; not on a virtual thread. */
  public static PeerRecord sign(
      Ed25519KeyPair key, Hash genesis, long sequence, Instant expiry, List<Endpoint> endpoints) {
    PeerId peer = new PeerId(key.publicKey());
    byte[] signed = signed(peer, genesis, sequence, expiry.getEpochSecond(), endpoints);
    return new PeerRecord(
        peer, genesis, sequence, expiry.getEpochSecond(), endpoints, key.sign(signed));
  }

  /** Whether the peer has signed this; not on a virtual thread. */
  public boolean isSigned() {
    return Ed25519.verify(
        peer.key(), signed(peer, genesis, sequence, expiry, endpoints), signature);
  }

  private static byte[] signed(
      PeerId peer, Hash genesis, long sequence, long expiry, List<Endpoint> endpoints) {
    JamWriter out = new JamWriter();
    out.bytes(CONTEXT);
    writeContent(peer, genesis, sequence, expiry, endpoints, out);
    return out.toByteArray();
  }

  private static void writeContent(
      PeerId peer,
      Hash genesis,
      long sequence,
      long expiry,
      List<Endpoint> endpoints,
      JamWriter out) {
    out.bytes(peer.key());
    out.bytes(genesis);
    out.u64(sequence);
    out.u64(expiry);
    ENDPOINTS.encode(endpoints, out);
  }

  private static PeerRecord read(JamReader in) {
    return new PeerRecord(
        new PeerId(Ed25519Public.CODEC.decode(in)),
        Hash.CODEC.decode(in),
        in.u64(),
        in.u64(),
        ENDPOINTS.decode(in),
        Ed25519Signature.CODEC.decode(in));
  }

  private void write(JamWriter out) {
    writeContent(peer, genesis, sequence, expiry, endpoints, out);
    out.bytes(signature);
  }
}

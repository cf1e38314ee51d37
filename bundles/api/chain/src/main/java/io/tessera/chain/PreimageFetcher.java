package io.tessera.chain;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.net.StreamException;

/** Asks a peer for a preimage: a protocol plugin registers one. */
@FunctionalInterface
public interface PreimageFetcher {

  /**
   * Requests a preimage. Blocks the calling thread, which should be virtual.
   *
   * @param length its length in bytes; nothing longer or shorter is read
   * @return what has this hash
   * @throws StreamException MISBEHAVED when what comes has not; others when the peer refused, broke
   *     the protocol or took too long
   */
  Bytes fetch(PeerId peer, Hash hash, long length) throws StreamException;
}

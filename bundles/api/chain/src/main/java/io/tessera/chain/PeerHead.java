package io.tessera.chain;

import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import java.util.Optional;

/**
 * What a connected peer says about its chain.
 *
 * @param peer who
 * @param best its leaf with the greatest slot
 * @param parent hash of the parent of {@code best}; known when the peer has announced that block,
 *     not when it was a leaf of its handshake
 * @param finalized its latest finalized block
 */
public record PeerHead(PeerId peer, BlockRef best, Optional<Hash> parent, BlockRef finalized) {}

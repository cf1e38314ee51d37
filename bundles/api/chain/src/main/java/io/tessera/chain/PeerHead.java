package io.tessera.chain;

import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import java.util.Optional;

/**
 * A leaf that a connected peer says it has: one for each of its forks.
 *
 * @param peer who
 * @param leaf a block of its without known children
 * @param parent hash of the leaf's parent; known when the peer has announced the leaf, not when it
 *     was in its handshake
 * @param finalized its latest finalized block
 */
public record PeerHead(PeerId peer, BlockRef leaf, Optional<Hash> parent, BlockRef finalized) {}

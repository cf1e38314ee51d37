package io.tessera.chain;

import io.tessera.lib.codec.PeerId;

/**
 * What a connected peer says about its chain.
 *
 * @param peer who
 * @param best its leaf with the greatest slot
 * @param finalized its latest finalized block
 */
public record PeerHead(PeerId peer, BlockRef best, BlockRef finalized) {}

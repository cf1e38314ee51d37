package io.tessera.chain;

import io.tessera.lib.codec.Hash;

/**
 * A stored block's place in the chain.
 *
 * @param ref hash and slot
 * @param parent hash of the parent's header
 * @param height number of blocks from genesis to this one; genesis has 0
 * @param size length of the block's encoding in bytes
 */
public record BlockEntry(BlockRef ref, Hash parent, long height, int size) {}

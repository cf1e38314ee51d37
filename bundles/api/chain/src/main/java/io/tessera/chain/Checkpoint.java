package io.tessera.chain;

import io.tessera.lib.codec.Hash;

/**
 * A block that this node takes for final without having verified the chain up to it.
 *
 * @param block hash of its header
 * @param configured whether the operator named it; otherwise this node itself did, when a run of
 *     another mode took it for final
 */
public record Checkpoint(Hash block, boolean configured) {}

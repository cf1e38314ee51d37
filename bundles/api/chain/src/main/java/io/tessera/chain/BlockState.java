package io.tessera.chain;

import io.tessera.lib.codec.Hash;

/**
 * The state after a block, as far as it is known. Immutable; stays readable for as long as somebody
 * holds it.
 *
 * @param knowledge how much of it is known
 * @param root its Merkle root when all of it is known, which the header of each child repeats;
 *     otherwise the root of what is known, which means nothing to others
 * @param values its values by key
 */
public record BlockState(StateKnowledge knowledge, Hash root, StateView values) {}

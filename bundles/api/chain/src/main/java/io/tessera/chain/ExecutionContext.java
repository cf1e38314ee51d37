package io.tessera.chain;

import java.util.Optional;

/**
 * What executing a block needs besides the block and the prior state.
 *
 * @param knowledge how much of the prior state is known
 * @param ancestors of the block
 * @param accumulator runs services; without one, a block that makes work available leaves only the
 *     {@link ConsensusState} known
 */
public record ExecutionContext(
    StateKnowledge knowledge, AncestorLookup ancestors, Optional<Accumulator> accumulator) {}

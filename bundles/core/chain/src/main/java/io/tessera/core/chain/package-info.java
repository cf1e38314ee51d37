/**
 * The chain of this node: reads its specification, checks and imports blocks, keeps the tree of
 * those that are not final, and tells listeners.
 *
 * <p>{@link io.tessera.core.chain.ChainComponent} finds out which chain it is and starts {@link
 * io.tessera.core.chain.ChainService} for it. A block's way: {@link
 * io.tessera.core.chain.BodyChecks} (parallel), {@link io.tessera.core.chain.ImportPipeline} (one
 * thread), {@link io.tessera.core.chain.BlockRules}, {@link io.tessera.core.chain.BestChain}, the
 * store, {@link io.tessera.core.chain.ForkTree}, listeners.
 */
package io.tessera.core.chain;

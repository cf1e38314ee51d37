/**
 * CE 137: an assurer asks a guarantor of a report for the shards that it is to keep (JAMNP-S, "CE
 * 137: Shard distribution").
 *
 * <pre>
 *  assurer                                            guarantor
 *    | -- erasure-root (32) ++ shard index (2) --------> |
 *    | -- FIN -----------------------------------------> |
 *    | <-------------------------------- bundle shard -- |
 *    | <------------------------------ segment shards -- |   one message: exported, then proofs
 *    | <------------------------------- justification -- |   0 ++ hash, or 1 ++ hash ++ hash, each
 *    | <----------------------------------------- FIN -- |
 * </pre>
 *
 * <p>A validator gets the shards of its own index and no other: (c R + v) mod V. {@link
 * io.tessera.protocol.ce137.ShardDistributionProtocol} is the guarantor, {@link
 * io.tessera.protocol.ce137.PeerShardFetcher} the assurer.
 */
package io.tessera.protocol.ce137;

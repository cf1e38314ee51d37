/**
 * CE 139 and CE 140: a guarantor asks an assurer for its shards of segments that are imported
 * (JAMNP-S, "CE 139/140: Segment shard request").
 *
 * <pre>
 *  guarantor                                          assurer
 *    | -- for each package: erasure-root (32)            |   one message
 *    |      ++ shard index (2) ++ len                    |
 *    |      ++ segment indices (2 each) ---------------> |
 *    | -- FIN -----------------------------------------> |
 *    | <------------------------------ segment shards -- |   one message, in the order asked
 *    | <-------------------- for each: justification  -- |   CE 140 only: 0 ++ hash, or 1 ++ hash
 *    | <----------------------------------------- FIN -- |   ++ hash, or 2 ++ segment shard, each
 * </pre>
 *
 * <p>At most 2 W_M shards are asked for at once. {@link
 * io.tessera.protocol.ce139.SegmentShardProtocol} and {@link
 * io.tessera.protocol.ce139.ProvedSegmentShardProtocol} are the assurer, {@link
 * io.tessera.protocol.ce139.PeerSegmentShardFetcher} is the guarantor.
 */
package io.tessera.protocol.ce139;

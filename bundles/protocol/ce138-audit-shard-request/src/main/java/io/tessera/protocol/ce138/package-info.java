/**
 * CE 138: an auditor asks an assurer for its shard of a work-bundle (JAMNP-S, "CE 138: Audit shard
 * request").
 *
 * <pre>
 *  auditor                                            assurer
 *    | -- erasure-root (32) ++ shard index (2) --------> |
 *    | -- FIN -----------------------------------------> |
 *    | <-------------------------------- bundle shard -- |
 *    | <------------------------------- justification -- |   that of CE 137, then 0 ++ root of the
 *    | <----------------------------------------- FIN -- |   segment shards
 * </pre>
 *
 * <p>{@link io.tessera.protocol.ce138.AuditShardProtocol} is the assurer, {@link
 * io.tessera.protocol.ce138.PeerAuditShardFetcher} the auditor.
 */
package io.tessera.protocol.ce138;

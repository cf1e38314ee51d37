/**
 * Finds peers in a Kademlia table that nodes of any chain share, by discv5 (ADR 10). A node's
 * record in the table names its JAM peer, proved by the peer's Ed25519 key, and the peer's chain;
 * peers of this node's chain are offered to the peer manager.
 *
 * <p>A peer that this node dials is asked for its record, which is how a node that knows a single
 * peer enters the table (stream kind 251, not part of JAMNP-S):
 *
 * <pre>
 * dialer   -> empty message, FIN
 * acceptor &lt;- its node record (EIP-778, RLP, at most 300 bytes), FIN
 * </pre>
 *
 * <p>The acceptor is told nothing: the dialer's first packet to it in the table brings its record
 * along. If both began to talk there at the same moment, their handshakes could cross.
 */
package io.tessera.discovery.dht;

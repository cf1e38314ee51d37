/**
 * Finds peers in a Kademlia table that nodes of any chain share, by discv5 (ADR 10). A node's record
 * in the table names its JAM peer, proved by the peer's Ed25519 key, and the peer's chain; peers of
 * this node's chain are offered to the peer manager.
 *
 * <p>Connected peers tell each other their records, which is how a node that knows a single peer
 * enters the table (stream kind 251, not part of JAMNP-S):
 *
 * <pre>
 * dialer or acceptor -> its node record (EIP-778, RLP, 1 to 300 bytes), FIN
 * the other          &lt;- its node record, FIN
 * </pre>
 */
package io.tessera.discovery.dht;

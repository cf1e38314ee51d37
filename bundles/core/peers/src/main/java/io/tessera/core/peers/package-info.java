/**
 * Who this node is and whom it is connected to: the node's key, the connections, whom to dial and
 * when, and what we think of peers.
 *
 * <p>Everything here happens on one thread ({@link io.tessera.core.peers.EventThread}): transports,
 * plugins and operators only post events to it. {@link io.tessera.core.peers.PeerManager} decides
 * about connections, {@link io.tessera.core.peers.Dialer} about addresses, and {@link
 * io.tessera.core.peers.Duplicates} holds the rule by which two nodes that connect twice agree on
 * one connection.
 */
package io.tessera.core.peers;

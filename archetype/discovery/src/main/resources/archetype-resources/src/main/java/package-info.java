/**
 * Finds peers in a file that somebody keeps up to date: a script, a colleague, a shared folder.
 *
 * <pre>
 *   # one address a line; what follows a hash is for people
 *   /ip4/192.0.2.7/udp/30333/quic-v1/p2p/ePEERID
 *   ePEERID@192.0.2.8:30333
 *   192.0.2.9:30333
 * </pre>
 *
 * <p>{@link PeerFile} reads it, {@link PeerFileDiscovery} looks at it again and again and tells the
 * node, which decides whom to dial and when.
 */
package ${package};

package io.tessera.net;

/**
 * A unique persistent (UP) protocol: at most one stream a connection, opened by the connection's
 * initiator, open as long as it is wanted. {@link #serve} runs on both sides, and the runtime opens
 * the stream again, with back-off, when it ended while still wanted.
 */
public interface PersistentProtocol extends StreamProtocol {

  /** Whether the two ends of a connection should have this stream open. Must be quick. */
  boolean wanted(Peer peer, Topology topology);
}

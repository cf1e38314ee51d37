package io.tessera.net.transport;

import java.util.Optional;

/**
 * What a transport has done since it began to listen.
 *
 * @param connections connections that are open
 * @param dialed connections that this side has dialed, whose peer proved its key
 * @param accepted the same of connections that peers have dialed
 * @param refused handshakes that failed for what the other side showed or did, of both directions
 * @param bytesReceived bytes of stream data, on all connections so far
 * @param bytesSent the same
 * @param lastRefusal with whom a handshake failed last and why, in one line
 */
public record TransportInfo(
    int connections,
    long dialed,
    long accepted,
    long refused,
    long bytesReceived,
    long bytesSent,
    Optional<String> lastRefusal) {
  /** Of a transport that counts nothing. */
  public static final TransportInfo NONE = new TransportInfo(0, 0, 0, 0, 0, 0, Optional.empty());
}

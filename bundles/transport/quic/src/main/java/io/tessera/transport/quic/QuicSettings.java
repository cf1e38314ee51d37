package io.tessera.transport.quic;

import java.time.Duration;

/**
 * How a {@link QuicTransport} works; {@link QuicConfig} says what each value means.
 *
 * @param address local address literal
 * @param port local UDP port, 0 for any
 * @param idleTimeout silence after which a connection is given up
 * @param keepAlive silence after which a connection is kept alive
 * @param connectTimeout time for a handshake
 * @param connectionWindow bytes in flight to this side per connection
 * @param streamWindow bytes in flight to this side per stream
 * @param maxStreams streams that a peer may have open
 * @param retryAbove handshakes under way from which on a Retry token is asked for
 * @param maxHandshakes accepted handshakes that may be under way
 * @param nativeIo whether to use epoll where there is
 */
public record QuicSettings(
    String address,
    int port,
    Duration idleTimeout,
    Duration keepAlive,
    Duration connectTimeout,
    int connectionWindow,
    int streamWindow,
    int maxStreams,
    int retryAbove,
    int maxHandshakes,
    boolean nativeIo) {

  /** The defaults of {@link QuicConfig} on the given address and port: for use without OSGi. */
  public static QuicSettings listenOn(String address, int port) {
    return new QuicSettings(
        address,
        port,
        Duration.ofSeconds(30),
        Duration.ofSeconds(10),
        Duration.ofSeconds(10),
        4 << 20,
        1 << 20,
        1_024,
        32,
        512,
        true);
  }

  static QuicSettings of(QuicConfig config) {
    return new QuicSettings(
        config.network__config_listening__address(),
        config.network__config_listening__port(),
        Duration.ofMillis(config.idle__timeout__ms()),
        Duration.ofMillis(config.keepalive__ms()),
        Duration.ofMillis(config.connect__timeout__ms()),
        config.connection__window(),
        config.stream__window(),
        config.max__streams(),
        config.retry__above(),
        config.max__handshakes(),
        config.native__io());
  }
}

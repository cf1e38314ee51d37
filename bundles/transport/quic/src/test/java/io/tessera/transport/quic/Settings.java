package io.tessera.transport.quic;

import java.time.Duration;

/** Settings that differ in one thing. */
final class Settings {
  private Settings() {}

  static QuicSettings nio(QuicSettings from) {
    return make(
        from,
        from.idleTimeout(),
        from.connectTimeout(),
        from.maxStreams(),
        from.retryAbove(),
        false);
  }

  static QuicSettings idleMillis(QuicSettings from, long millis) {
    return make(
        from,
        Duration.ofMillis(millis),
        from.connectTimeout(),
        from.maxStreams(),
        from.retryAbove(),
        true);
  }

  static QuicSettings connectMillis(QuicSettings from, long millis) {
    return make(
        from,
        from.idleTimeout(),
        Duration.ofMillis(millis),
        from.maxStreams(),
        from.retryAbove(),
        true);
  }

  static QuicSettings maxStreams(QuicSettings from, int max) {
    return make(from, from.idleTimeout(), from.connectTimeout(), max, from.retryAbove(), true);
  }

  static QuicSettings retryAlways(QuicSettings from) {
    return retryAbove(from, 0);
  }

  static QuicSettings retryAbove(QuicSettings from, int handshakes) {
    return make(
        from, from.idleTimeout(), from.connectTimeout(), from.maxStreams(), handshakes, true);
  }

  static QuicSettings maxHandshakes(QuicSettings from, int max) {
    return new QuicSettings(
        from.address(),
        from.port(),
        from.idleTimeout(),
        from.keepAlive(),
        from.connectTimeout(),
        from.connectionWindow(),
        from.streamWindow(),
        from.maxStreams(),
        from.retryAbove(),
        max,
        from.nativeIo());
  }

  private static QuicSettings make(
      QuicSettings from,
      Duration idle,
      Duration connect,
      int maxStreams,
      int retryAbove,
      boolean nativeIo) {
    return new QuicSettings(
        from.address(),
        from.port(),
        idle,
        from.keepAlive(),
        connect,
        from.connectionWindow(),
        from.streamWindow(),
        maxStreams,
        retryAbove,
        from.maxHandshakes(),
        nativeIo);
  }
}

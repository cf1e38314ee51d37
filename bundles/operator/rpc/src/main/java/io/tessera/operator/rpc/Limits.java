package io.tessera.operator.rpc;

import java.time.Duration;
import java.util.List;

/**
 * Bounds of the door, as configured.
 *
 * @param connections at once
 * @param message bytes of a message that comes in
 * @param requests of a connection that are worked on at once; no more is read meanwhile
 * @param batch requests in a batch
 * @param subscriptions of a connection
 * @param slow how long a message may wait for the client to read
 * @param ping silence after which a client is pinged, and after twice that given up
 * @param origins web pages that may connect, as browsers name them; {@code *} for all
 */
record Limits(
    int connections,
    int message,
    int requests,
    int batch,
    int subscriptions,
    Duration slow,
    Duration ping,
    List<String> origins) {

  /** Takes a copy of the list. */
  Limits {
    origins = List.copyOf(origins);
  }

  /** What is configured. */
  static Limits of(RpcConfig config) {
    return new Limits(
        config.max__connections(),
        config.max__message__bytes(),
        config.max__requests(),
        config.max__batch(),
        config.max__subscriptions(),
        Duration.ofSeconds(config.slow__seconds()),
        Duration.ofSeconds(config.ping__seconds()),
        List.of(config.allowed__origins()));
  }
}

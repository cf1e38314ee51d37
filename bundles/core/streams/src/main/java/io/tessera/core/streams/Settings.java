package io.tessera.core.streams;

import java.time.Duration;

/**
 * Bounds of the stream runtime that no protocol sets.
 *
 * @param streamInbound bytes buffered of one stream before it is not read any further
 * @param connectionInbound bytes buffered of all streams of a connection before streams that bring
 *     more are not read any further
 * @param streamOutbound bytes queued on one stream before a write waits
 * @param connectionOutbound bytes queued on all streams of a connection before a write waits
 * @param acceptedStreams most streams that a peer may have open with us, of all kinds together
 * @param sweep how often deadlines are looked at: their precision
 * @param drain how long running work of a protocol that is being stopped may go on, and again how
 *     long its threads have to end when they are interrupted
 * @param firstRetry wait before a persistent stream that failed is opened again; doubles with each
 *     failure in a row
 * @param lastRetry longest such wait
 */
public record Settings(
    int streamInbound,
    int connectionInbound,
    int streamOutbound,
    int connectionOutbound,
    int acceptedStreams,
    Duration sweep,
    Duration drain,
    Duration firstRetry,
    Duration lastRetry) {

  /** What a node runs with. */
  public static final Settings DEFAULT =
      new Settings(
          256 * 1024,
          4 * 1024 * 1024,
          256 * 1024,
          4 * 1024 * 1024,
          1024,
          Duration.ofMillis(100),
          Duration.ofSeconds(2),
          Duration.ofSeconds(1),
          Duration.ofSeconds(60));
}

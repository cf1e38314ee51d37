package io.tessera.operator.telemetry;

import io.tessera.net.Fault;
import io.tessera.net.event.StreamFact;
import java.util.Optional;

/**
 * What is told of one stream, from its beginning on. One method at a time is called, in the order
 * in which things happen.
 */
interface Story {

  /** The protocol tells what the stream is about, or how far it is. */
  default void told(StreamFact fact) {}

  /** This side has finished. */
  default void sent() {}

  /**
   * The stream has ended.
   *
   * @param fault why it failed; empty when both sides finished
   */
  default void ended(Optional<Fault> fault, String reason) {}
}

package io.tessera.chain;

import io.tessera.lib.codec.PeerId;
import io.tessera.net.StreamException;

/**
 * Asks a peer for blocks. A protocol plugin registers one; the sync controller registers a facade
 * for good, with the service property {@link #FACADE}, that follows the plugin: a call while there
 * is none waits for it, then fails with UNAVAILABLE.
 */
public interface BlockFetcher {
  /** Target filter of a reference that wants the facade. */
  String FACADE = "(tessera.facade=true)";

  /**
   * Requests blocks and hands each to the sink as it comes in, decoded and hashed but not verified:
   * the sequence may be anything. Blocks the calling thread, which should be virtual.
   *
   * @return how many came
   * @throws StreamException when the peer refused, broke the protocol or took too long; what the
   *     sink got before remains good
   */
  int fetch(PeerId peer, BlockRequest request, Sink sink) throws StreamException;

  /** Takes blocks one after another. */
  @FunctionalInterface
  interface Sink {
    /**
     * Takes the next block.
     *
     * @throws StreamException to end the request, for instance since the block was not asked for
     */
    void accept(EncodedBlock block) throws StreamException;
  }
}

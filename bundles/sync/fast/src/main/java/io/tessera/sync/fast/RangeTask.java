package io.tessera.sync.fast;

import io.tessera.chain.KeyRange;
import io.tessera.lib.codec.PeerId;

/**
 * A state request under way. What changes, changes under the lock of the download that it is of.
 */
final class RangeTask {
  final KeyRange range;
  final PeerId peer;
  final int bytes;
  final long since;
  private final Thread thread = Thread.currentThread();
  private boolean fetched;
  private boolean left;

  /** A request that the calling thread begins now. */
  RangeTask(KeyRange range, PeerId peer, int bytes, long since) {
    this.range = range;
    this.peer = peer;
    this.bytes = bytes;
    this.since = since;
  }

  /** Whether it waits for the peer still. */
  boolean isWaiting() {
    return !fetched && !left;
  }

  /** The peer is not waited for any longer. */
  void leave() {
    left = true;
    thread.interrupt();
  }

  boolean isLeft() {
    return left;
  }

  /** The answer is there, or none will come: from now on nobody interrupts the thread. */
  void fetched() {
    fetched = true;
    if (left) {
      // It was meant for the request, not for what the thread does next.
      Thread.interrupted();
    }
  }
}

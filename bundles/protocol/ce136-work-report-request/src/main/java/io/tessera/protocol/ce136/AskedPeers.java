package io.tessera.protocol.ce136;

import io.tessera.lib.codec.PeerId;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The peers that are being asked, each for one report at a time: it answers two at once and refuses
 * the third, which would then be asked of nobody who has it. Safe from any thread.
 */
final class AskedPeers {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition freed = lock.newCondition();
  private final Set<PeerId> asked = new HashSet<>();

  /**
   * Takes the first of the candidates that is free out of them, to be followed by {@link #free};
   * waits while none is.
   *
   * @return empty when there are no candidates
   */
  Optional<PeerId> next(Set<PeerId> candidates) throws InterruptedException {
    lock.lockInterruptibly(); // also when there is nothing to wait for: who stops asks nobody else
    try {
      while (!candidates.isEmpty()) {
        Optional<PeerId> first = candidates.stream().filter(asked::add).findFirst();
        if (first.isPresent()) {
          candidates.remove(first.get());
          return first;
        }
        freed.await();
      }
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /** The peer has answered, or will not. */
  void free(PeerId peer) {
    lock.lock();
    try {
      asked.remove(peer);
      freed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}

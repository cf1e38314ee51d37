package io.tessera.core.pools;

import io.tessera.chain.Chain;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.SlotClock;
import io.tessera.lib.codec.Hash;
import io.tessera.net.Workers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;

/**
 * Lets who brings something about a block that is not here wait for it for a moment: others tell
 * what they think of a block as soon as they have it, and nobody tells it twice. Safe from any
 * thread.
 */
final class ComingBlocks {
  /** How long a block is waited for. */
  static final Duration PATIENCE = Duration.ofSeconds(2);

  /** Who waits at most, and what each of them holds. The others do not wait. */
  static final int MOST = 256;

  private final Chain chain;
  private final SlotClock clock;
  private final Workers workers;
  private final Map<Hash, List<CountDownLatch>> waiting = new HashMap<>();
  private int count;

  ComingBlocks(Chain chain, SlotClock clock, Workers workers) {
    this.chain = chain;
    this.clock = clock;
    this.workers = workers;
  }

  /** Waits until the block is here, or for as long as there is patience. */
  void await(Hash block) throws InterruptedException {
    if (isHere(block)) {
      return;
    }
    CountDownLatch come = new CountDownLatch(1);
    if (!enter(block, come)) {
      return;
    }
    try {
      if (!isHere(block)) { // it may have come just before
        await(come);
      }
    } finally {
      leave(block, come);
    }
  }

  private boolean isHere(Hash block) throws InterruptedException {
    return workers.compute(() -> chain.contains(block));
  }

  private void await(CountDownLatch come) throws InterruptedException {
    Future<?> end = clock.at(clock.instant().plus(PATIENCE), come::countDown);
    try {
      come.await();
    } finally {
      end.cancel(false);
    }
  }

  private synchronized boolean enter(Hash block, CountDownLatch come) {
    if (count == MOST) {
      return false;
    }
    count++;
    waiting.computeIfAbsent(block, hash -> new ArrayList<>()).add(come);
    return true;
  }

  private synchronized void leave(Hash block, CountDownLatch come) {
    count--;
    waiting.computeIfPresent(
        block,
        (hash, others) -> {
          others.remove(come);
          return others.isEmpty() ? null : others;
        });
  }

  /** Blocks are here. */
  synchronized void imported(List<EncodedBlock> blocks) {
    if (!waiting.isEmpty()) {
      blocks.forEach(
          block ->
              waiting.getOrDefault(block.hash(), List.of()).forEach(CountDownLatch::countDown));
    }
  }
}

package io.tessera.sync.full;

import io.tessera.chain.EncodedBlock;
import io.tessera.net.Fault;
import io.tessera.net.StreamException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Blocks that wait for their import, bounded in bytes and number. One thread puts, one takes. The
 * one that takes is woken for a heap of blocks, not for each of them.
 */
final class BlockQueue {
  /** So many blocks are worth waking a thread. */
  private static final int HEAP = 64;

  private final Settings settings;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();
  private final Condition drained = lock.newCondition();
  private final Deque<EncodedBlock> blocks = new ArrayDeque<>();
  private long bytes;
  private boolean finished;
  private boolean wasFull;

  BlockQueue(Settings settings) {
    this.settings = settings;
  }

  /**
   * Appends a block; waits while there are too many.
   *
   * @throws StreamException CANCELLED when the thread is interrupted
   */
  void put(EncodedBlock block) throws StreamException {
    lock.lock();
    try {
      while (isFull()) {
        wasFull = true;
        filled.signal();
        drained.await();
      }
      blocks.addLast(block);
      bytes += block.raw().size();
      if (blocks.size() == HEAP) {
        filled.signal();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StreamException(Fault.CANCELLED, "the download was stopped", e);
    } finally {
      lock.unlock();
    }
  }

  private boolean isFull() {
    return blocks.size() >= settings.queueBlocks() || bytes >= settings.queueBytes();
  }

  /** Nothing is put any more. */
  void finish() {
    lock.lock();
    try {
      finished = true;
      filled.signal();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes what is there, as much as is imported at once; waits for a heap of blocks or the end, but
   * no longer than the timeout.
   *
   * @return empty when nothing came in time, or nothing comes any more
   */
  List<EncodedBlock> take(Duration timeout) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = timeout.toNanos();
      while (blocks.size() < HEAP && !isFull() && !finished && left > 0) {
        left = filled.awaitNanos(left);
      }
      List<EncodedBlock> taken = new ArrayList<>();
      long size = 0;
      while (!blocks.isEmpty()
          && taken.size() < settings.importBlocks()
          && size < settings.importBytes()) {
        EncodedBlock block = blocks.removeFirst();
        size += block.raw().size();
        taken.add(block);
      }
      bytes -= size;
      drained.signal();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /** Whether nothing is there and nothing will come. */
  boolean isDone() {
    lock.lock();
    try {
      return finished && blocks.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** Whether blocks have ever come faster than they were imported. */
  boolean wasFull() {
    lock.lock();
    try {
      return wasFull;
    } finally {
      lock.unlock();
    }
  }
}

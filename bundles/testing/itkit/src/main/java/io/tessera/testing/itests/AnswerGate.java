package io.tessera.testing.itests;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Lets so many parts of a node's answers through (blocks, nodes of a proof, items), then holds them
 * until more are wanted: whoever syncs from the node waits for a peer meanwhile, in mid-sync
 * however fast it is.
 */
final class AnswerGate implements Intercept.Rule, AutoCloseable {
  private final List<Intercept> intercepts = new ArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Set<AutoCloseable> streams = new HashSet<>();
  private final List<Object> requests = new ArrayList<>();
  private long passed;
  private long limit;
  private int waiting;
  private int failed;

  /** A closed gate before the protocols of these kinds, which the node has already. */
  AnswerGate(NodeUnderTest node, int... kinds) throws Exception {
    for (int kind : kinds) {
      intercepts.add(new Intercept(node, kind, this));
    }
  }

  @Override
  public void asked(AutoCloseable stream, Object request) {
    lock.lock();
    try {
      streams.add(stream);
      requests.add(request);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void ended(AutoCloseable stream, boolean served) {
    lock.lock();
    try {
      streams.remove(stream);
      failed += served ? 0 : 1;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public byte[] part(AutoCloseable stream, byte[] part) {
    lock.lock();
    try {
      waiting++;
      changed.signalAll();
      while (passed >= limit && streams.contains(stream)) {
        changed.await();
      }
      if (streams.contains(stream)) {
        passed++;
      }
    } catch (InterruptedException e) {
      // The stream has ended: it says so when the part is written.
      Thread.currentThread().interrupt();
    } finally {
      waiting--;
      changed.signalAll();
      lock.unlock();
    }
    return part;
  }

  /** Lets so many more parts through. */
  void letThrough(long more) {
    lock.lock();
    try {
      limit = more > Long.MAX_VALUE - limit ? Long.MAX_VALUE : limit + more;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** What was let through and not used is not let through any more. */
  void shut() {
    lock.lock();
    try {
      limit = passed;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until so many parts have passed in all. */
  void awaitPassed(long count) throws InterruptedException {
    await("part " + count, () -> passed >= count);
  }

  /** Waits until a part is held. */
  void awaitHeld() throws InterruptedException {
    await("a part to hold", () -> waiting > 0 && passed >= limit);
  }

  private void await(String what, BooleanSupplier fact) throws InterruptedException {
    lock.lock();
    try {
      long left = Wait.DEADLINE.toNanos();
      while (!fact.getAsBoolean()) {
        if (left <= 0) {
          throw new AssertionError(what + " has not come, only " + passed + Wait.tail(Paths.log()));
        }
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /** How many parts have passed. */
  long passed() {
    lock.lock();
    try {
      return passed;
    } finally {
      lock.unlock();
    }
  }

  /** How many answers have ended before they were complete. */
  int failed() {
    lock.lock();
    try {
      return failed;
    } finally {
      lock.unlock();
    }
  }

  /** The requests since the last call. */
  List<Object> takeRequests() {
    lock.lock();
    try {
      List<Object> taken = List.copyOf(requests);
      requests.clear();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /** Ends the answers that are under way: who asked has gone, which the node cannot know yet. */
  void abandon() throws Exception {
    Set<AutoCloseable> gone;
    lock.lock();
    try {
      gone = Set.copyOf(streams);
      streams.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    for (AutoCloseable stream : gone) {
      stream.close();
    }
  }

  /** Lets everything through. */
  @Override
  public void close() {
    letThrough(Long.MAX_VALUE);
    intercepts.forEach(Intercept::close);
  }
}

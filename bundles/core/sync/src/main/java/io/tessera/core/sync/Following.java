package io.tessera.core.sync;

import io.tessera.net.Fault;
import io.tessera.net.StreamException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls a provider that may be swapped: a call waits for a provider that is not there; one that is
 * under way when its provider goes gets some time to end, then fails with UNAVAILABLE. Safe from
 * any thread.
 *
 * @param <S> the provider's type
 */
final class Following<S> {
  private static final Logger LOG = LoggerFactory.getLogger(Following.class);

  /** What a call does with the provider. */
  @FunctionalInterface
  interface Work<S, T> {
    T with(S provider) throws StreamException;
  }

  /** A call that is under way. */
  private static final class Call<S> {
    final S provider;
    final Thread thread = Thread.currentThread();
    boolean interrupted;

    Call(S provider) {
      this.provider = provider;
    }
  }

  private final String what;
  private final Duration wait;
  private final Duration drain;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Set<Call<S>> calls = new HashSet<>();
  private S current;

  /**
   * No provider yet.
   *
   * @param what what is called, in plural, for messages
   * @param wait longest wait for a provider
   * @param drain longest wait for calls under way when their provider goes
   */
  Following(String what, Duration wait, Duration drain) {
    this.what = what;
    this.wait = wait;
    this.drain = drain;
  }

  /** Follows this provider from now on. */
  void bind(S provider) {
    lock.lock();
    try {
      current = provider;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Follows this provider no longer: returns when no call of its is under way. */
  void unbind(S provider) {
    lock.lock();
    try {
      if (provider.equals(current)) {
        current = null;
      }
      if (!awaitEnd(provider)) {
        interrupt(provider);
        if (!awaitEnd(provider)) {
          LOG.error("One of {} ignores its interruption: {}", what, threads(provider));
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Calls the provider. */
  <T> T call(Work<S, T> work) throws StreamException {
    Call<S> call = begin();
    try {
      return work.with(call.provider);
    } catch (StreamException | RuntimeException | LinkageError e) {
      if (gone(call)) {
        throw new StreamException(Fault.UNAVAILABLE, what + " were stopped meanwhile", e);
      }
      throw e;
    } finally {
      end(call);
    }
  }

  private Call<S> begin() throws StreamException {
    lock.lock();
    try {
      long left = wait.toNanos();
      while (current == null) {
        if (left <= 0) {
          throw new StreamException(Fault.UNAVAILABLE, "no plugin for " + what + " is there");
        }
        left = changed.awaitNanos(left);
      }
      Call<S> call = new Call<>(current);
      calls.add(call);
      return call;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StreamException(Fault.UNAVAILABLE, "no plugin until the caller gave up", e);
    } finally {
      lock.unlock();
    }
  }

  /** Whether the call's provider is no longer the one in use. */
  private boolean gone(Call<S> call) {
    lock.lock();
    try {
      return !call.provider.equals(current);
    } finally {
      lock.unlock();
    }
  }

  private void end(Call<S> call) {
    lock.lock();
    try {
      calls.remove(call);
      changed.signalAll();
      if (call.interrupted) {
        // It was meant for the provider, not for the caller.
        Thread.interrupted();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits until no call of a provider is under way, with the lock held. */
  private boolean awaitEnd(S provider) {
    long left = drain.toNanos();
    try {
      while (left > 0 && calls.stream().anyMatch(call -> call.provider.equals(provider))) {
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return calls.stream().noneMatch(call -> call.provider.equals(provider));
  }

  private void interrupt(S provider) {
    for (Call<S> call : calls) {
      if (call.provider.equals(provider)) {
        call.interrupted = true;
        call.thread.interrupt();
      }
    }
  }

  private Set<String> threads(S provider) {
    Set<String> names = new HashSet<>();
    for (Call<S> call : calls) {
      if (call.provider.equals(provider)) {
        names.add(call.thread.getName());
      }
    }
    return names;
  }
}

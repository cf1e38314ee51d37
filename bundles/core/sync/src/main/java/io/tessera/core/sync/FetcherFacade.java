package io.tessera.core.sync;

import io.tessera.chain.BlockFetcher;
import io.tessera.chain.BlockRequest;
import io.tessera.lib.codec.PeerId;
import io.tessera.net.Fault;
import io.tessera.net.StreamException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The block fetcher that stays while the one that does the work is swapped. A request waits for a
 * fetcher that is not there; one that is under way when its fetcher goes gets 2 s to end, then
 * fails with UNAVAILABLE. Safe from any thread.
 */
@Component(service = BlockFetcher.class, property = "tessera.facade:Boolean=true")
public final class FetcherFacade implements BlockFetcher {
  private static final Logger LOG = LoggerFactory.getLogger(FetcherFacade.class);

  /** A request that is under way. */
  private static final class Call {
    final BlockFetcher fetcher;
    final Thread thread = Thread.currentThread();
    boolean interrupted;

    Call(BlockFetcher fetcher) {
      this.fetcher = fetcher;
    }
  }

  private final Duration wait;
  private final Duration drain;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Set<Call> calls = new HashSet<>();
  private BlockFetcher current;

  /** Waits 10 s for a fetcher. */
  @Activate
  public FetcherFacade() {
    this(Duration.ofSeconds(10), Duration.ofSeconds(2));
  }

  /**
   * A facade with limits of its own.
   *
   * @param wait longest wait for a fetcher
   * @param drain longest wait for requests under way when their fetcher goes
   */
  FetcherFacade(Duration wait, Duration drain) {
    this.wait = wait;
    this.drain = drain;
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY,
      target = "(!" + BlockFetcher.FACADE + ")")
  void bindFetcher(BlockFetcher fetcher) {
    lock.lock();
    try {
      current = fetcher;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void unbindFetcher(BlockFetcher fetcher) {
    lock.lock();
    try {
      if (fetcher.equals(current)) {
        current = null;
      }
      if (!awaitEnd(fetcher)) {
        interrupt(fetcher);
        if (!awaitEnd(fetcher)) {
          LOG.error("A block request ignores its interruption: {}", threads(fetcher));
        }
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int fetch(PeerId peer, BlockRequest request, Sink sink) throws StreamException {
    Call call = begin();
    try {
      return call.fetcher.fetch(peer, request, sink);
    } catch (StreamException | RuntimeException | LinkageError e) {
      if (gone(call)) {
        throw new StreamException(Fault.UNAVAILABLE, "block requests were stopped meanwhile", e);
      }
      throw e;
    } finally {
      end(call);
    }
  }

  private Call begin() throws StreamException {
    lock.lock();
    try {
      long left = wait.toNanos();
      while (current == null) {
        if (left <= 0) {
          throw new StreamException(Fault.UNAVAILABLE, "no plugin for block requests is there");
        }
        left = changed.awaitNanos(left);
      }
      Call call = new Call(current);
      calls.add(call);
      return call;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StreamException(Fault.UNAVAILABLE, "no plugin until the caller gave up", e);
    } finally {
      lock.unlock();
    }
  }

  /** Whether the call's fetcher is no longer the one in use. */
  private boolean gone(Call call) {
    lock.lock();
    try {
      return !call.fetcher.equals(current);
    } finally {
      lock.unlock();
    }
  }

  private void end(Call call) {
    lock.lock();
    try {
      calls.remove(call);
      changed.signalAll();
      if (call.interrupted) {
        // It was meant for the fetcher, not for the caller.
        Thread.interrupted();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits until no call of a fetcher is under way, with the lock held. */
  private boolean awaitEnd(BlockFetcher fetcher) {
    long left = drain.toNanos();
    try {
      while (left > 0 && calls.stream().anyMatch(call -> call.fetcher.equals(fetcher))) {
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return calls.stream().noneMatch(call -> call.fetcher.equals(fetcher));
  }

  private void interrupt(BlockFetcher fetcher) {
    for (Call call : calls) {
      if (call.fetcher.equals(fetcher)) {
        call.interrupted = true;
        call.thread.interrupt();
      }
    }
  }

  private Set<String> threads(BlockFetcher fetcher) {
    Set<String> names = new HashSet<>();
    for (Call call : calls) {
      if (call.fetcher.equals(fetcher)) {
        names.add(call.thread.getName());
      }
    }
    return names;
  }
}

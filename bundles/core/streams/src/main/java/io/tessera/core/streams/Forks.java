package io.tessera.core.streams;

import io.tessera.net.Fault;
import io.tessera.net.PeerStream.Task;
import io.tessera.net.StreamException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The further threads of a stream. */
final class Forks {
  private static final Logger LOG = LoggerFactory.getLogger(Forks.class);

  private final WireStream wire;
  private volatile List<Thread> threads;
  private volatile boolean ending;

  Forks(WireStream wire) {
    this.wire = wire;
  }

  /** Starts a thread; its failure ends the stream, and interrupts whoever serves it. */
  synchronized void start(String name, Task task) {
    if (threads == null) {
      threads = new CopyOnWriteArrayList<>();
    }
    Thread thread = wire.link().thread(wire.kind(), () -> run(task));
    thread.setName(thread.getName() + " " + name);
    threads.add(thread);
    thread.start();
    if (ending) {
      thread.interrupt();
    }
  }

  private void run(Task task) {
    try {
      task.run();
    } catch (StreamException e) {
      failed(Failure.of(e));
    } catch (InterruptedException e) {
      failed(Failure.of(Fault.CANCELLED, "a thread of the stream was interrupted"));
    } catch (RuntimeException | Error e) { // the edge: a bug of the plugin must not go further
      if (!ending) {
        LOG.error("Thread {} failed; its stream is reset", Thread.currentThread().getName(), e);
        Served served = wire.served();
        if (served != null) {
          wire.link().runtime().failed(served.entry().provider());
        }
      }
      failed(Failure.of(Fault.INTERNAL, e.toString()));
    } finally {
      threads.remove(Thread.currentThread());
    }
  }

  private void failed(Failure cause) {
    if (ending) {
      return;
    }
    wire.fail(cause);
    Served served = wire.served();
    if (served != null) {
      served.interrupt();
    }
  }

  /** Tells the threads to end. */
  void interrupt() {
    ending = true;
    List<Thread> all = threads;
    if (all != null) {
      all.forEach(Thread::interrupt);
    }
  }

  /** Tells the threads to end and waits for that, up to a limit; from one of them it only tells. */
  void end(Duration limit) {
    interrupt();
    List<Thread> all = threads;
    if (all == null || all.contains(Thread.currentThread())) {
      return;
    }
    boolean interrupted = Thread.interrupted();
    long deadline = System.nanoTime() + limit.toNanos();
    for (Thread thread : all) {
      interrupted |= Threads.join(thread, deadline);
      if (thread.isAlive()) {
        LOG.error("Thread {} ignores that its stream has ended", thread.getName());
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** The threads that have not ended. */
  List<Thread> alive() {
    List<Thread> all = threads;
    return all == null ? List.of() : List.copyOf(all);
  }
}

package io.tessera.operator.shell;

import io.tessera.net.operator.OperatorShell;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens on the door's socket. Clients beyond the number of places wait to be accepted, where they
 * cost nothing here.
 */
final class ExecServer implements AutoCloseable {
  private static final Duration TO_END = Duration.ofMillis(2500);
  private static final Logger LOG = LoggerFactory.getLogger(ExecServer.class);

  private final ExecPlace place;
  private final OperatorShell shell;
  private final Semaphore free;
  private final ServerSocketChannel listener;
  private final Map<Thread, ExecCall> calls = new ConcurrentHashMap<>();
  private final Thread accepting;

  /** Begins to listen. */
  ExecServer(ExecPlace place, OperatorShell shell, int sessions) throws IOException {
    this.place = place;
    this.shell = shell;
    free = new Semaphore(sessions);
    listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    boolean open = false;
    try {
      listener.bind(UnixDomainSocketAddress.of(place.socket()));
      ExecPlace.protect(place.socket(), "rw-------");
      open = true;
    } finally {
      if (!open) {
        listener.close();
      }
    }
    accepting = Thread.ofVirtual().name("tessera-exec").start(this::accept);
  }

  private void accept() {
    try {
      while (true) {
        free.acquire();
        SocketChannel client = listener.accept();
        ExecCall call = new ExecCall(client, shell);
        Thread thread = Thread.ofVirtual().name("tessera-exec-call").unstarted(() -> serve(call));
        calls.put(thread, call);
        thread.start();
      }
    } catch (InterruptedException e) {
      LOG.trace("The door of exec is closed");
    } catch (IOException e) {
      if (listener.isOpen()) {
        LOG.error(
            "The door of exec fails ({}); stop and start io.tessera.operator.shell", e.toString());
      }
    }
  }

  private void serve(ExecCall call) {
    try {
      call.serve();
    } finally {
      calls.remove(Thread.currentThread());
      free.release();
    }
  }

  /**
   * Interrupts all lines, tells their clients if they listen, and waits until no thread is left.
   */
  @Override
  public void close() throws IOException {
    listener.close();
    accepting.interrupt();
    try {
      accepting.join();
      calls.remove(Thread.currentThread());
      calls.keySet().forEach(Thread::interrupt);
      for (Map.Entry<Thread, ExecCall> each : calls.entrySet()) {
        end(each.getKey(), each.getValue());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      place.remove();
    }
  }

  /** The line has some time to end, and then its client to hear of it. */
  private static void end(Thread thread, ExecCall call) throws InterruptedException, IOException {
    if (!thread.join(TO_END)) {
      call.hangUp();
      if (!thread.join(TO_END)) {
        LOG.error("A line of exec does not end; its command ignores interrupts");
      }
    }
  }
}

package io.tessera.operator.rpc;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A subscription of a connection. */
final class Subscription {
  private static final Logger LOG = LoggerFactory.getLogger(Subscription.class);

  private final String method;
  private final long id;
  private final Watch watch;
  private final ReentrantLock turn = new ReentrantLock();
  private boolean ended;
  private String failure = "";

  Subscription(String method, long id, Watch watch) {
    this.method = method;
    this.id = id;
    this.watch = watch;
  }

  String method() {
    return method;
  }

  /** Tells the client what is new, if something is. */
  void look(Client client) throws IOException, InterruptedException {
    turn.lockInterruptibly();
    try {
      Optional<String> news = ended ? Optional.empty() : news();
      if (news.isPresent()) {
        client.send(news.get());
      }
    } finally {
      turn.unlock();
    }
  }

  /** Says nothing more, once this has returned. */
  void end() {
    turn.lock();
    try {
      ended = true;
    } finally {
      turn.unlock();
    }
  }

  private Optional<String> news() throws InterruptedException {
    try {
      Optional<Object> news = watch.poll();
      failure = "";
      return news.map(value -> Dispatcher.notification(method, id, "result", value));
    } catch (RpcException e) {
      return failed(e.getMessage());
    } catch (RuntimeException e) { // the edge: a bug of ours is told and logged, and ends nothing
      LOG.error("RPC subscription {} failed; please report this", method, e);
      return failed("internal error; see the node's log");
    }
  }

  /** A failure that lasts is told once. */
  private Optional<String> failed(String line) {
    if (line.equals(failure)) {
      return Optional.empty();
    }
    failure = line;
    return Optional.of(Dispatcher.notification(method, id, "error", line));
  }
}

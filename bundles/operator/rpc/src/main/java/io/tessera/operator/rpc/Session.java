package io.tessera.operator.rpc;

import io.tessera.net.Workers;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection: its requests, so many at once, and its subscriptions, which one thread looks after,
 * so that the notifications of each are in order. Safe from any thread; only what runs on its tasks
 * ever waits.
 */
final class Session {
  private static final Logger LOG = LoggerFactory.getLogger(Session.class);

  private final Client client;
  private final Dispatcher dispatcher;
  private final Limits limits;
  private final Tasks tasks;
  private final AtomicLong ids;
  private final Unread unread;
  private final Consumer<Session> ended;

  /** What was decoded already when reading was to stop: of one read of the socket at most. */
  private final Deque<String> waiting = new ArrayDeque<>();

  private final Map<Long, Subscription> subscriptions = new LinkedHashMap<>();
  private final Map<Long, Subscription> unannounced = new LinkedHashMap<>();
  private int working;

  /** Characters of messages that have come and are not answered. */
  private long inHand;

  private boolean news;
  private boolean looking;
  private boolean closed;

  /**
   * A session.
   *
   * @param workers its threads come from
   * @param ids numbers for subscriptions
   * @param unread where its answers count
   * @param ended is told of its end, once
   */
  Session(
      Client client,
      Dispatcher dispatcher,
      Limits limits,
      Workers workers,
      AtomicLong ids,
      Unread unread,
      Consumer<Session> ended) {
    this.client = client;
    this.dispatcher = dispatcher;
    this.limits = limits;
    tasks = new Tasks(workers);
    this.ids = ids;
    this.unread = unread;
    this.ended = ended;
  }

  // ---- requests

  /** A message has come. */
  synchronized void received(String message) {
    if (closed) {
      return;
    }
    waiting.add(message);
    inHand += message.length();
    boolean taken = working < limits.requests();
    if (taken) {
      working++;
      tasks.start("rpc request", this::work);
    }
    if (!taken || isFull()) {
      client.read(false);
    }
  }

  /** The bound is that of one message, so that many at once take no more than the largest alone. */
  private boolean isFull() {
    return 2 * inHand >= limits.message(); // as text, and taken apart
  }

  private void work() throws InterruptedException {
    Optional<String> message = next(0);
    while (message.isPresent()) {
      answer(message.get());
      message = next(message.get().length());
    }
  }

  private synchronized Optional<String> next(int answered) {
    inHand -= answered;
    String message = closed ? null : waiting.poll();
    if (message == null) {
      working--;
    }
    if (waiting.isEmpty() && !isFull() && !closed) {
      client.read(true);
    }
    return Optional.ofNullable(message);
  }

  private void answer(String message) throws InterruptedException {
    Turn turn = new Turn();
    try {
      Optional<String> answer = dispatcher.answer(message, turn);
      if (answer.isPresent()) {
        send(answer.get());
      }
    } finally {
      unread.give(turn.held);
    }
    announced(turn.begun);
  }

  private void send(String text) throws InterruptedException {
    try {
      client.send(text);
    } catch (IOException e) {
      LOG.debug("An answer is not sent: {}", e.getMessage());
      close();
    }
  }

  // ---- subscriptions

  /** Those who subscribe in one message. */
  private final class Turn implements Subscriber {
    private final List<Long> begun = new ArrayList<>();
    private long held;

    @Override
    public long subscribe(String method, Watch watch) throws RpcException {
      long id = add(method, watch);
      begun.add(id);
      return id;
    }

    @Override
    public boolean unsubscribe(String method, long id) {
      Subscription ended = remove(method, id);
      if (ended != null) {
        ended.end();
      }
      return ended != null;
    }

    @Override
    public boolean hold(String answer) {
      boolean room = unread.take(answer.length());
      held += room ? answer.length() : 0;
      return room;
    }
  }

  private synchronized long add(String method, Watch watch) throws RpcException {
    if (subscriptions.size() + unannounced.size() >= limits.subscriptions()) {
      throw RpcException.other(
          "this connection has "
              + limits.subscriptions()
              + " subscriptions (max_subscriptions); end one first");
    }
    long id = ids.incrementAndGet();
    unannounced.put(id, new Subscription(method, id, watch));
    return id;
  }

  private synchronized Subscription remove(String method, long id) {
    for (Map<Long, Subscription> all : List.of(subscriptions, unannounced)) {
      Subscription found = all.get(id);
      if (found != null && found.method().equals(method)) {
        return all.remove(id);
      }
    }
    return null;
  }

  /** The client knows these numbers now. */
  private synchronized void announced(List<Long> begun) {
    for (long id : begun) {
      Subscription subscription = unannounced.remove(id);
      if (subscription != null) {
        subscriptions.put(id, subscription);
      }
    }
    if (!begun.isEmpty()) {
      changed();
    }
  }

  /** Something may have changed that a subscription looks at. Never blocks. */
  synchronized void changed() {
    if (closed || subscriptions.isEmpty()) {
      return;
    }
    news = true;
    if (!looking) {
      looking = true;
      tasks.start("rpc notifications", this::look);
    }
  }

  private void look() throws InterruptedException {
    try {
      for (List<Subscription> all = toLook(); !all.isEmpty(); all = toLook()) {
        for (Subscription subscription : all) {
          subscription.look(client);
        }
      }
    } catch (IOException e) {
      LOG.debug("A notification is not sent: {}", e.getMessage());
      close();
    }
  }

  private synchronized List<Subscription> toLook() {
    looking = news && !closed;
    news = false;
    return looking ? List.copyOf(subscriptions.values()) : List.of();
  }

  // ---- the end

  /** How many subscriptions there are. */
  synchronized int subscriptions() {
    return subscriptions.size() + unannounced.size();
  }

  /** The connection has ended: what is worked on is given up. */
  void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      waiting.clear();
      subscriptions.clear();
      unannounced.clear();
    }
    tasks.close();
    ended.accept(this);
  }
}

package io.tessera.core.streams;

import io.tessera.net.PersistentProtocol;
import io.tessera.net.StreamProtocol;
import io.tessera.net.StreamProtocol.Limits;
import io.tessera.net.Streams.ProtocolInfo;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A protocol that a plugin has registered. Once it is stopped nothing here refers to the plugin any
 * more, whoever may still hold the entry.
 */
final class ProtocolEntry {
  private final int kind;
  private final Provider provider;
  private final String name;
  private final Limits limits;
  private final boolean persistent;
  private volatile StreamProtocol protocol;
  private volatile boolean stopping;

  private final Counts counts = new Counts();
  private final AtomicInteger entered = new AtomicInteger();
  private final Set<Served> served = ConcurrentHashMap.newKeySet();
  private final CompletableFuture<Void> idle = new CompletableFuture<>();

  ProtocolEntry(int kind, StreamProtocol protocol, Provider provider) {
    this.kind = kind;
    this.provider = provider;
    this.protocol = protocol;
    name = protocol.name();
    limits = protocol.limits();
    persistent = protocol instanceof PersistentProtocol;
  }

  int kind() {
    return kind;
  }

  String name() {
    return name;
  }

  Limits limits() {
    return limits;
  }

  Provider provider() {
    return provider;
  }

  boolean persistent() {
    return persistent;
  }

  /** The plugin's object; null once it is stopped. */
  StreamProtocol protocol() {
    return protocol;
  }

  /** Counts of the streams of this kind since the plugin started, with those that we opened. */
  Counts counts() {
    return counts;
  }

  /** Whether it is this very object that was registered. */
  @SuppressWarnings("ReferenceEquality") // a service is an object, whatever its equals() says
  boolean isFor(StreamProtocol object) {
    return protocol == object;
  }

  /** Lets a stream in that the plugin is to serve, unless it is stopping. */
  boolean enter() {
    entered.incrementAndGet();
    if (stopping) {
      release();
      return false;
    }
    counts.begun();
    return true;
  }

  /** Remembers a stream that {@link #enter} let in. */
  void remember(Served stream) {
    served.add(stream);
  }

  /** The streams that the plugin serves. */
  Set<Served> served() {
    return served;
  }

  /** A stream that the plugin served has ended. */
  void leave(Served stream) {
    served.remove(stream);
    release();
  }

  private void release() {
    if (entered.decrementAndGet() == 0 && stopping) {
      idle.complete(null);
    }
  }

  /** Lets no stream in any more; the result completes when the last one is out. */
  CompletableFuture<Void> stop() {
    stopping = true;
    if (entered.get() == 0) {
      idle.complete(null);
    }
    return idle;
  }

  /** Drops the plugin's object. */
  void forget() {
    protocol = null;
  }

  /**
   * What there is to know for people.
   *
   * @param now the time, to tell how old the last fault is
   */
  ProtocolInfo info(boolean serving, long now) {
    return new ProtocolInfo(
        kind,
        name,
        provider.bundle(),
        provider.version(),
        provider.ranking(),
        serving,
        counts.active(),
        counts.well(),
        counts.failed(),
        counts.lastFault(now));
  }
}

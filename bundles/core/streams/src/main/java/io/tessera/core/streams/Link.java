package io.tessera.core.streams;

import io.tessera.net.Fault;
import io.tessera.net.Peer;
import io.tessera.net.StreamException;
import io.tessera.net.StreamProtocol.Limits;
import io.tessera.net.StreamStatistics;
import io.tessera.net.transport.Connection;
import io.tessera.net.transport.ConnectionHandler;
import io.tessera.net.transport.StreamHandler;
import io.tessera.net.transport.StreamHost.Attachment;
import io.tessera.net.transport.TransportStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The streams of one connection: admits the peer's, opens ours, and bounds them all. */
final class Link implements ConnectionHandler, Attachment {
  private static final Logger LOG = LoggerFactory.getLogger(Link.class);
  private static final int KINDS = 256;

  private final StreamRuntime runtime;
  private final Peer peer;
  private final Connection connection;
  private final String shortName;
  private final InboundBudget inbound;
  private final OutboundBudget outbound;
  private final Openers openers;
  private final Set<WireStream> streams = ConcurrentHashMap.newKeySet();
  private final Map<Integer, PersistentSlot> slots = new ConcurrentHashMap<>();
  private final AtomicInteger accepted = new AtomicInteger();
  private final AtomicIntegerArray acceptedByKind = new AtomicIntegerArray(KINDS);
  private final AtomicReferenceArray<ThreadFactory> threads = new AtomicReferenceArray<>(KINDS);
  private volatile Failure end;
  private volatile boolean gone;

  /** What has become ready in this read cycle; event loop. */
  private List<WireStream> ready = new ArrayList<>();

  Link(StreamRuntime runtime, Peer peer, Connection connection) {
    this.runtime = runtime;
    this.peer = peer;
    this.connection = connection;
    shortName = peer.id().shortName();
    Settings settings = runtime.settings();
    inbound = new InboundBudget(settings.streamInbound(), settings.connectionInbound());
    outbound = new OutboundBudget(settings.streamOutbound(), settings.connectionOutbound());
    openers = new Openers(connection, this::end);
  }

  // ---- events of the connection

  @Override
  public StreamHandler accepted(TransportStream transport) {
    if (end != null || accepted.incrementAndGet() > runtime.settings().acceptedStreams()) {
      if (end == null) {
        accepted.decrementAndGet();
      }
      transport.reset(Fault.REFUSED.code());
      Traffic others = runtime.traffic().of(StreamStatistics.OTHER, false);
      others.begun();
      others.ended(Failure.of(Fault.REFUSED, "too many streams"));
      return IgnoredStream.INSTANCE;
    }
    WireStream stream = new WireStream(this, transport, Limits.DEFAULT.timeout().toNanos());
    streams.add(stream);
    return stream;
  }

  @Override
  public void readComplete() {
    if (ready.isEmpty()) {
      return;
    }
    List<WireStream> batch = ready;
    ready = new ArrayList<>(batch.size());
    batch.forEach(WireStream::readyTaken);
    runtime.dispatcher().dispatch(batch);
  }

  @Override
  public void streamsAvailable() {
    openers.wakeFirst();
  }

  /** A stream has something for a thread: at the end of the read cycle. Event loop. */
  void ready(WireStream stream) {
    ready.add(stream);
  }

  /** Finds the protocol for a stream of the peer whose kind has come in. Event loop. */
  boolean admit(WireStream stream) {
    int kind = stream.kind();
    ProtocolEntry entry = runtime.registry().serving(kind);
    if (entry == null) {
      return refuse(stream, "no protocol for stream kind " + kind);
    }
    if (entry.persistent() && connection.initiator()) {
      return refuse(stream, "a persistent stream that the acceptor of the connection opened");
    }
    if (!entry.persistent() && acceptedByKind.incrementAndGet(kind) > entry.limits().maxPerPeer()) {
      acceptedByKind.decrementAndGet(kind);
      return refuse(stream, "too many streams of kind " + kind);
    }
    if (!entry.enter()) {
      forget(entry, kind);
      return refuse(stream, "stream kind " + kind + " is being stopped");
    }
    stream.limitTo(entry.limits(), entry.persistent());
    Served served = new Served(stream, entry);
    if (entry.persistent()) {
      slot(kind).accept(served);
    } else {
      served.tellOpened();
    }
    stream.servedBy(served);
    return true;
  }

  private boolean refuse(WireStream stream, String reason) {
    LOG.trace("refused a stream of peer {}: {}", shortName, reason);
    stream.fail(Failure.of(Fault.REFUSED, reason));
    return false;
  }

  private void forget(ProtocolEntry entry, int kind) {
    if (!entry.persistent()) {
      acceptedByKind.decrementAndGet(kind);
    }
  }

  // ---- streams of our own

  /** Opens a stream as soon as the peer allows one more. */
  WireStream open(int kind, Duration timeout) throws StreamException {
    long nanos = timeout.toNanos();
    return openers.open(() -> openNow(kind, nanos, false), now() + nanos);
  }

  /** Opens a stream, whether or not there is room: if there is none, the transport will tell. */
  WireStream openNow(int kind, long timeoutNanos, boolean persistent) {
    WireStream stream = new WireStream(this, kind, timeoutNanos, persistent);
    streams.add(stream);
    stream.opened(connection.open(stream));
    Failure ended = end;
    if (ended != null) {
      stream.fail(ended);
    }
    return stream;
  }

  // ---- bookkeeping

  /** A stream's protocol is done with it. */
  void served(Served served, Failure outcome) {
    WireStream stream = served.wire();
    if (served.entry().persistent()) {
      slot(stream.kind()).ended(served, outcome);
    } else {
      acceptedByKind.decrementAndGet(stream.kind());
    }
  }

  /** A stream counts no more among those that the peer has open. */
  void ended(WireStream stream) {
    if (!stream.initiator()) {
      accepted.decrementAndGet();
    }
  }

  /** Nothing of a stream is left. */
  void remove(WireStream stream) {
    streams.remove(stream);
  }

  /** The connection's stream of a persistent kind. */
  PersistentSlot slot(int kind) {
    return slots.computeIfAbsent(kind, k -> new PersistentSlot(this, k));
  }

  /** Looks at all deadlines. */
  void sweep(long now) {
    for (WireStream stream : streams) {
      stream.sweep(now);
    }
    openers.sweep(now);
  }

  /** The connection is gone, or the runtime stops. */
  void end(Failure reason) {
    end = reason;
    openers.wakeAll();
    for (PersistentSlot slot : slots.values()) {
      slot.evaluate();
    }
    for (WireStream stream : streams) {
      stream.fail(reason);
      Served served = stream.served();
      if (served != null) {
        served.cancel(reason);
      }
    }
  }

  /** The connection is closed: its transport is not called any more. */
  void gone() {
    gone = true;
  }

  boolean isGone() {
    return gone;
  }

  /** Why nothing goes any more; null as long as the connection stands. */
  Failure end() {
    return end;
  }

  @Override
  public int activeStreams() {
    return streams.size();
  }

  void misbehaved(String reason) {
    runtime.misbehaved(peer.id(), reason);
  }

  /** A thread for a stream, not started yet. */
  Thread thread(int kind, Runnable task) {
    ThreadFactory factory = threads.get(kind);
    if (factory == null) {
      String prefix = kind < ProtocolRegistry.FIRST_EPHEMERAL ? "up" : "ce";
      factory =
          Thread.ofVirtual()
              .name(prefix + kind + " " + shortName)
              .inheritInheritableThreadLocals(false)
              .factory();
      threads.set(kind, factory);
    }
    return factory.newThread(task);
  }

  StreamRuntime runtime() {
    return runtime;
  }

  Peer peer() {
    return peer;
  }

  String shortName() {
    return shortName;
  }

  /** Whether this side opened the connection. */
  boolean initiator() {
    return connection.initiator();
  }

  InboundBudget inbound() {
    return inbound;
  }

  OutboundBudget outbound() {
    return outbound;
  }

  Duration drain() {
    return runtime.settings().drain();
  }

  long now() {
    return runtime.now();
  }
}

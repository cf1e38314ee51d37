package io.tessera.core.streams;

import io.tessera.lib.codec.PeerId;
import io.tessera.net.Fault;
import io.tessera.net.Peer;
import io.tessera.net.PeerStanding;
import io.tessera.net.PeerStream;
import io.tessera.net.PluginErrors;
import io.tessera.net.StreamException;
import io.tessera.net.StreamProtocol;
import io.tessera.net.StreamStatistics;
import io.tessera.net.Streams;
import io.tessera.net.Topology;
import io.tessera.net.TopologyListener;
import io.tessera.net.event.NodeEvents;
import io.tessera.net.transport.Connection;
import io.tessera.net.transport.StreamHost;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the streams of all connections over the protocols that are registered. Plain Java: the
 * container's part is {@link StreamsComponent}. Safe from any thread.
 */
public final class StreamRuntime
    implements Streams, StreamStatistics, StreamHost, TopologyListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StreamRuntime.class);

  private final Settings settings;
  private final LongSupplier nanoTime;
  private final ScheduledExecutorService timer;
  private final NodeEvents events;
  private final Dispatcher dispatcher = new Dispatcher();
  private final ProtocolRegistry registry = new ProtocolRegistry();
  private final TrafficTable traffic = new TrafficTable();
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private final Map<PeerId, Link> newest = new ConcurrentHashMap<>();
  private final Future<?> sweep;
  private volatile Topology topology = Topology.EMPTY;
  private volatile BiConsumer<String, PluginErrors.Edge> errors = (bundle, edge) -> {};
  private final AtomicReference<PeerStanding> standing = new AtomicReference<>();
  private volatile boolean closed;

  /**
   * A runtime without protocols or connections.
   *
   * @param nanoTime the time, as {@link System#nanoTime} tells it
   * @param timer runs short tasks after a delay of that time; stays the caller's
   * @param events is told of each stream
   */
  public StreamRuntime(
      Settings settings, LongSupplier nanoTime, ScheduledExecutorService timer, NodeEvents events) {
    this.settings = settings;
    this.events = events;
    this.nanoTime = nanoTime;
    this.timer = timer;
    long period = settings.sweep().toNanos();
    sweep = timer.scheduleAtFixedRate(this::sweep, period, period, TimeUnit.NANOSECONDS);
  }

  // ---- protocols

  /**
   * Registers a protocol: streams of its kind are served from now on, unless another one for the
   * kind has a higher ranking.
   *
   * @throws IllegalArgumentException when the kind is not one for such a protocol
   */
  public void bind(int kind, StreamProtocol protocol, Provider provider) {
    registry.add(kind, protocol, provider);
    traffic.add(kind);
    slotsChanged(kind);
  }

  /**
   * Takes a protocol out and returns when nothing refers to it any more: lets its streams drain for
   * {@link Settings#drain}, then interrupts its threads and waits for them as long again. Streams
   * of other protocols are not touched. Does nothing for one that is not registered.
   */
  public void unbind(StreamProtocol protocol) {
    ProtocolEntry entry = registry.remove(protocol);
    if (entry == null) {
      return;
    }
    CompletableFuture<Void> idle = entry.stop();
    Failure reason = Failure.of(Fault.REFUSED, "the protocol is being stopped");
    entry.served().forEach(served -> served.abandon(reason));
    if (entry.kind() < ProtocolRegistry.FIRST_EPHEMERAL) {
      // Persistent streams never drain.
      entry.served().forEach(served -> served.cancel(reason));
      slotsChanged(entry.kind());
    }
    if (!awaitQuietly(idle)) {
      entry.served().forEach(served -> served.cancel(reason));
      if (!awaitQuietly(idle)) {
        List<String> names =
            entry.served().stream().flatMap(served -> served.threads().stream()).toList();
        LOG.error("{} has stopped, but its threads {} ignore that", entry.name(), names);
      }
    }
    entry.forget();
  }

  /** Waits for {@link Settings#drain}; whether it completed in that time. */
  private boolean awaitQuietly(CompletableFuture<Void> idle) {
    CompletableFuture<Boolean> result = idle.thenApply(nothing -> true);
    Future<?> limit = schedule(() -> result.complete(false), settings.drain());
    boolean done = result.join();
    limit.cancel(false);
    return done;
  }

  private void slotsChanged(int kind) {
    if (kind < ProtocolRegistry.FIRST_EPHEMERAL) {
      links.forEach(link -> link.slot(kind).protocolChanged());
    }
  }

  @Override
  public List<ProtocolInfo> protocols() {
    return registry.infos(now());
  }

  @Override
  public List<Counts> streams() {
    return traffic.counts();
  }

  /** Sets who counts the errors of plugins that end here. */
  public void countErrors(BiConsumer<String, PluginErrors.Edge> counter) {
    errors = counter;
  }

  // ---- connections

  @Override
  public Attachment attach(Peer peer, Connection connection) {
    Link link = new Link(this, peer, connection);
    links.add(link);
    newest.put(peer.id(), link);
    connection.start(link);
    connection
        .closed()
        .whenComplete(
            (reason, error) -> {
              link.gone();
              detach(link, String.valueOf(reason));
            });
    if (closed) {
      detach(link, "this node is stopping");
    }
    registry.persistentKinds().forEach(kind -> link.slot(kind).evaluate());
    return link;
  }

  private void detach(Link link, String reason) {
    links.remove(link);
    if (newest.remove(link.peer().id(), link)) {
      links.stream()
          .filter(other -> other.peer().id().equals(link.peer().id()))
          .findAny()
          .ifPresent(other -> newest.putIfAbsent(other.peer().id(), other));
    }
    link.end(Failure.closed(reason));
  }

  @Override
  public PeerStream open(PeerId peer, int kind, Duration timeout) throws StreamException {
    if (kind < ProtocolRegistry.FIRST_EPHEMERAL || kind > 255) {
      throw new IllegalArgumentException("stream kind " + kind + " is not common ephemeral");
    }
    Link link = newest.get(peer);
    if (link == null) {
      throw new StreamException(
          Fault.DISCONNECTED, "peer " + peer.shortName() + " is not connected");
    }
    ProtocolEntry entry = registry.serving(kind);
    WireStream wire = link.open(kind, timeout);
    if (entry != null) {
      wire.countIn(entry.counts());
    }
    MessageStream stream = new MessageStream(wire, StreamProtocol.Limits.DEFAULT.maxMessage());
    wire.tellOpened(stream);
    return stream;
  }

  @Override
  public void topologyChanged(Topology current) {
    topology = Objects.requireNonNull(current);
    List<Integer> kinds = registry.persistentKinds();
    links.forEach(link -> kinds.forEach(kind -> link.slot(kind).evaluate()));
  }

  /** Sets who is told of peers that misbehave. */
  public void reportTo(PeerStanding peerStanding) {
    standing.set(peerStanding);
  }

  /** Tells it no more, unless another one has been set meanwhile. */
  public void stopReportingTo(PeerStanding peerStanding) {
    standing.updateAndGet(current -> peerStanding.equals(current) ? null : current);
  }

  /** Ends all streams and threads. The connections stay open: they are their owner's. */
  @Override
  public void close() {
    closed = true;
    sweep.cancel(false);
    links.forEach(link -> detach(link, "this node is stopping"));
    registry.all().forEach(entry -> unbind(entry.protocol()));
    dispatcher.close();
  }

  private void sweep() {
    long now = now();
    for (Link link : links) {
      try {
        link.sweep(now);
      } catch (RuntimeException e) { // the edge: the timer would never call again
        LOG.error("Deadlines of peer {} cannot be looked at", link.shortName(), e);
      }
    }
  }

  // ---- for the streams

  void misbehaved(PeerId peer, String reason) {
    PeerStanding told = standing.get();
    if (told != null) {
      told.misbehaved(peer, reason);
    }
  }

  Future<?> schedule(Runnable task, Duration delay) {
    return timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  NodeEvents events() {
    return events;
  }

  Settings settings() {
    return settings;
  }

  Dispatcher dispatcher() {
    return dispatcher;
  }

  TrafficTable traffic() {
    return traffic;
  }

  /** An error of a bundle's has been logged. */
  void failed(Provider provider) {
    errors.accept(provider.bundle(), PluginErrors.Edge.STREAM);
  }

  ProtocolRegistry registry() {
    return registry;
  }

  Topology topology() {
    return topology;
  }

  long now() {
    return nanoTime.getAsLong();
  }
}

package io.tessera.testing.testkit;

import io.tessera.core.streams.EventHub;
import io.tessera.core.streams.Provider;
import io.tessera.core.streams.Settings;
import io.tessera.core.streams.StreamRuntime;
import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.PeerId;
import io.tessera.net.Peer;
import io.tessera.net.PeerStanding;
import io.tessera.net.StreamProtocol;
import io.tessera.net.transport.Connection;
import io.tessera.net.transport.StreamHost.Attachment;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A node that is just a stream runtime: protocols and connections are brought by the test. */
public final class TestNode implements PeerStanding, AutoCloseable {
  private final PeerId id;
  private final VirtualClock clock;
  private final EventHub events = new EventHub();
  private final StreamRuntime runtime;
  private final List<StreamProtocol> protocols = new CopyOnWriteArrayList<>();
  private final Map<PeerId, CopyOnWriteArrayList<String>> misbehaviour = new ConcurrentHashMap<>();

  /** A node with a clock of its own and an id of 32 bytes 0x01. */
  public TestNode() {
    this(id(1), new VirtualClock(), Settings.DEFAULT);
  }

  /** A node. */
  public TestNode(PeerId id, VirtualClock clock, Settings settings) {
    this.id = id;
    this.clock = clock;
    runtime = new StreamRuntime(settings, clock::nanoTime, clock.timer(), events);
    runtime.reportTo(this);
  }

  /** The peer whose key is 32 times the byte {@code fill}: no valid key, but a valid name. */
  public static PeerId id(int fill) {
    byte[] key = new byte[Ed25519Public.SIZE];
    Arrays.fill(key, (byte) fill);
    return new PeerId(Ed25519Public.wrap(key));
  }

  /** Who the node is. */
  public PeerId id() {
    return id;
  }

  /** The time for deadlines and retries of this node. */
  public VirtualClock clock() {
    return clock;
  }

  /** The node's streams, for the code under test. */
  public StreamRuntime streams() {
    return runtime;
  }

  /** Tells what happens on the node's streams, to listeners that a test adds. */
  public EventHub events() {
    return events;
  }

  /** Registers a protocol, as its bundle's start would. */
  public void serve(int kind, StreamProtocol protocol) {
    serve(kind, protocol, 0);
  }

  /** Registers a protocol with a service ranking. */
  public void serve(int kind, StreamProtocol protocol, int ranking) {
    protocols.add(protocol);
    runtime.bind(kind, protocol, new Provider("test." + kind, "1.0.0", ranking, protocols.size()));
  }

  /** The protocols that were registered, first one first. */
  public List<StreamProtocol> protocols() {
    return protocols;
  }

  /** Takes a protocol out, as its bundle's stop would; time passes as long as that waits. */
  public void stop(StreamProtocol protocol) {
    whileTimePasses(() -> runtime.unbind(protocol));
  }

  /** Hands a connection to the node, as the peer manager would. */
  public Peer attach(Connection connection) {
    Peer peer = new TestPeer(connection, clock.instant());
    runtime.attach(peer, connection);
    return peer;
  }

  /** Hands a connection to the node, for tests of what the runtime says about it. */
  public Attachment attachment(Connection connection) {
    return runtime.attach(new TestPeer(connection, clock.instant()), connection);
  }

  /** What the runtime reported about a peer. */
  public List<String> misbehaviourOf(PeerId peer) {
    return misbehaviour.getOrDefault(peer, new CopyOnWriteArrayList<>());
  }

  @Override
  public void misbehaved(PeerId peer, String reason) {
    misbehaviour.computeIfAbsent(peer, key -> new CopyOnWriteArrayList<>()).add(reason);
  }

  @Override
  public int of(PeerId peer) {
    return misbehaviourOf(peer).isEmpty() ? GOOD : 0;
  }

  @Override
  public void close() {
    whileTimePasses(runtime::close);
  }

  private void whileTimePasses(Runnable work) {
    Thread worker = Thread.ofVirtual().name("test-node").start(work);
    try {
      while (!worker.join(Duration.ofMillis(20))) {
        clock.advance(Settings.DEFAULT.drain());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

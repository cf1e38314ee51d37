package io.tessera.testing.testkit;

import io.tessera.core.streams.Settings;
import io.tessera.net.Peer;
import io.tessera.net.PeerStream;
import io.tessera.net.StreamException;
import io.tessera.net.StreamProtocol;
import java.time.Duration;

/** Two nodes with a connection in memory; one clock, which stands still, for both. */
public final class PeerPair implements AutoCloseable {
  private final VirtualClock clock = new VirtualClock();
  private final MemoryLink link;
  private final End initiator;
  private final End acceptor;

  /** One of the two nodes. */
  public static final class End {
    private final TestNode node;
    private final Peer other;

    private End(TestNode node, Peer other) {
      this.node = node;
      this.other = other;
    }

    /** The node. */
    public TestNode node() {
      return node;
    }

    /** The other node, as this one sees it. */
    public Peer other() {
      return other;
    }

    /** Registers a protocol here. */
    public void serve(int kind, StreamProtocol protocol) {
      node.serve(kind, protocol);
    }

    /** Opens a common ephemeral stream to the other node. */
    public PeerStream open(int kind) throws StreamException {
      return node.streams().open(other.id(), kind, Duration.ofSeconds(10));
    }
  }

  /** Two connected nodes without protocols. */
  public PeerPair() {
    this(Settings.DEFAULT, MemoryLink.Limits.DEFAULT);
  }

  /** Two connected nodes with bounds of the test's own. */
  public PeerPair(Settings settings, MemoryLink.Limits limits) {
    TestNode dialer = new TestNode(TestNode.id(1), clock, settings);
    TestNode listener = new TestNode(TestNode.id(2), clock, settings);
    link = new MemoryLink(dialer.id(), listener.id(), limits);
    initiator = new End(dialer, dialer.attach(link.initiator()));
    acceptor = new End(listener, listener.attach(link.acceptor()));
  }

  /** The node that dialed: it opens persistent streams. */
  public End initiator() {
    return initiator;
  }

  /** The node that was dialed. */
  public End acceptor() {
    return acceptor;
  }

  /** The connection. */
  public MemoryLink link() {
    return link;
  }

  /** The time for deadlines and retries of both nodes. */
  public VirtualClock clock() {
    return clock;
  }

  /** Lets time pass for both nodes. */
  public void advance(Duration time) {
    clock.advance(time);
  }

  /** Takes the connection down, then stops both nodes. */
  @Override
  public void close() {
    link.close();
    initiator.node().close();
    acceptor.node().close();
  }
}

package io.tessera.testing.testkit;

import io.tessera.lib.codec.PeerId;
import io.tessera.net.transport.Connection;
import io.tessera.net.transport.ConnectionHandler;
import io.tessera.net.transport.StreamHandler;
import io.tessera.net.transport.TransportStream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A peer that knows no protocol: the test writes every byte that it sends, and reads every byte
 * that comes back. For golden bytes and for all that a hostile peer may do.
 */
public final class RawPeer implements AutoCloseable {
  /** Its id: 32 bytes 0x99. */
  public static final PeerId ID = TestNode.id(0x99);

  private final MemoryLink link;
  private final Connection connection;
  private final BlockingQueue<RawStream> accepted = new LinkedBlockingQueue<>();

  private RawPeer(MemoryLink link, boolean initiator) {
    this.link = link;
    connection = initiator ? link.initiator() : link.acceptor();
    connection.start(new Handler());
  }

  /** A peer that has dialed the node. */
  public static RawPeer dialing(TestNode node) {
    return dialing(node, MemoryLink.Limits.DEFAULT);
  }

  /** A peer that has dialed the node. */
  public static RawPeer dialing(TestNode node, MemoryLink.Limits limits) {
    MemoryLink link = new MemoryLink(ID, node.id(), limits);
    RawPeer peer = unattached(link);
    node.attach(link.acceptor());
    return peer;
  }

  /** A peer that has dialed the node as a work-package builder. */
  public static RawPeer building(TestNode node) {
    MemoryLink link = new MemoryLink(ID, node.id(), MemoryLink.Limits.DEFAULT, true);
    RawPeer peer = unattached(link);
    node.attach(link.acceptor());
    return peer;
  }

  /** A peer that the node has dialed. */
  public static RawPeer dialedBy(TestNode node) {
    return dialedBy(node, MemoryLink.Limits.DEFAULT);
  }

  /** A peer that the node has dialed. */
  public static RawPeer dialedBy(TestNode node, MemoryLink.Limits limits) {
    MemoryLink link = new MemoryLink(node.id(), ID, limits);
    RawPeer peer = new RawPeer(link, false);
    node.attach(link.initiator());
    return peer;
  }

  /** The initiator of a link whose other end is the test's matter. */
  public static RawPeer unattached(MemoryLink link) {
    return new RawPeer(link, true);
  }

  /** Its end of the connection. */
  public Connection connection() {
    return connection;
  }

  /** Opens a stream. The node sees it with the first byte. */
  public RawStream open() {
    return RawStream.opening(connection);
  }

  /** The next stream that the node opens; waits for it. */
  public RawStream accept() throws InterruptedException {
    RawStream stream = accepted.poll(RawStream.PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (stream == null) {
      throw new AssertionError("the node opens no stream");
    }
    return stream;
  }

  /** How many streams of the node wait to be accepted. */
  public int waiting() {
    return accepted.size();
  }

  /** Sends all that {@code work} sends in one go: it arrives in one read cycle. */
  public void together(Runnable work) {
    link.run(work);
  }

  /**
   * Waits until the node has taken in all that was sent before and woken whoever waited for it: it
   * refuses a stream of a kind that no protocol has.
   */
  public void awaitTaken() throws InterruptedException {
    open().send("ff").awaitReset();
  }

  /** Takes the connection down. */
  @Override
  public void close() {
    link.close();
  }

  private final class Handler implements ConnectionHandler {
    @Override
    public StreamHandler accepted(TransportStream transport) {
      RawStream stream = RawStream.accepted(transport);
      accepted.add(stream);
      return stream.handler();
    }

    @Override
    public void readComplete() {}

    @Override
    public void streamsAvailable() {}
  }
}

package io.tessera.testing.testkit;

import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Sends a message so slowly that no byte of it is late, but the message is: a piece, then a second
 * of the node's virtual time. A second passes only when the node has taken the piece in and whoever
 * reads waits for more, so that the outcome depends on no thread's speed.
 */
public final class Drip {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final TestNode node;
  private final RawPeer peer;
  private final RawStream stream;
  private final AtomicReference<Thread> reader = new AtomicReference<>();

  /** Drips into a stream of the peer's; nobody reads at the node until {@link #readBy}. */
  public Drip(TestNode node, RawPeer peer, RawStream stream) {
    this.node = node;
    this.peer = peer;
    this.stream = stream;
  }

  /** Names the thread that reads at the node. */
  public Drip readBy(Thread thread) {
    reader.set(thread);
    return this;
  }

  /** Sends bytes, given as hexadecimal digits, and lets a second pass after each. */
  public void send(String hex) throws InterruptedException {
    send(hex, 1);
  }

  /** Sends bytes, given as hexadecimal digits, and lets a second pass after each few of them. */
  public void send(String hex, int each) throws InterruptedException {
    byte[] bytes = HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
    awaitReader();
    for (int from = 0; from < bytes.length; from += each) {
      byte[] piece = new byte[Math.min(each, bytes.length - from)];
      System.arraycopy(bytes, from, piece, 0, piece.length);
      stream.send(piece);
      peer.awaitTaken();
      awaitReader();
      node.clock().advance(PAUSE);
    }
  }

  /** Waits until the reader waits for more, or has ended. */
  private void awaitReader() throws InterruptedException {
    Thread thread = reader.get();
    while (thread != null && thread.isAlive() && thread.getState() != Thread.State.WAITING) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      Thread.onSpinWait();
    }
  }
}

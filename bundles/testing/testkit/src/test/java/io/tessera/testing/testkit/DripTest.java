package io.tessera.testing.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.tessera.net.Fault;
import io.tessera.net.MessageReader;
import io.tessera.net.PeerStream;
import io.tessera.net.StreamException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A peer that sends one byte a second: what counts is the time from a message's first byte to its
 * last, ten seconds here, and no byte in between begins it anew.
 */
@Timeout(60)
class DripTest {
  private static final int KIND = 0xc8;
  private static final String GOOD = "c8 02000000 0102";

  /** A message of 100 bytes, and so many of its bytes as come in time and too late. */
  private static final String SIZE = "64000000";

  private static final String IN_TIME = SIZE + "00".repeat(5);
  private static final String TOO_LATE = "00".repeat(3);

  private final TestNode node = new TestNode();
  private final RawPeer raw = RawPeer.dialing(node);
  private final BlockingQueue<Thread> readers = new LinkedBlockingQueue<>();

  @AfterEach
  void close() {
    raw.close();
    node.close();
  }

  /** Serves streams with a first message of two bytes, which it answers, and then the rest. */
  private void serve(Protocols.Body rest) {
    node.serve(
        KIND,
        Protocols.of(
            stream -> {
              readers.add(Thread.currentThread());
              stream.write(stream.read(Protocols.TWO));
              rest.serve(stream);
            }));
  }

  private long active() {
    return node.streams().protocols().getFirst().active();
  }

  private void assertTimedOut(Drip drip, RawStream stream) throws InterruptedException {
    drip.send(IN_TIME);
    assertEquals(1, active(), "within the limit nothing happens");
    drip.send(TOO_LATE);
    assertEquals(Fault.TIMEOUT.code(), stream.awaitReset());
  }

  private void assertSecondIsTimedOut() throws InterruptedException {
    RawStream stream = raw.open().send(GOOD);
    assertEquals("020000000102", stream.receive(6));
    assertTimedOut(new Drip(node, raw, stream).readBy(readers.take()), stream);
  }

  @Test
  void aFirstMessageIsTimedOutAndStartsNoThread() throws Exception {
    serve(PeerStream::finish);
    RawStream stream = raw.open().send("c8");
    assertTimedOut(new Drip(node, raw, stream), stream);
    assertFalse(readers.iterator().hasNext());
    RawStream good = raw.open().send(GOOD).fin();
    assertEquals("020000000102", good.receiveAll());
  }

  @Test
  void aSecondMessageIsTimedOut() throws Exception {
    serve(stream -> stream.read(Protocols.ALL));
    assertSecondIsTimedOut();
  }

  /** Here the reader wakes with each byte: it is an element of its own. */
  @Test
  void aMessageOfElementsIsTimedOut() throws Exception {
    serve(DripTest::readElements);
    assertSecondIsTimedOut();
  }

  private static void readElements(PeerStream stream) throws StreamException {
    MessageReader blobs = stream.beginRead(1 << 20);
    while (blobs.hasNext()) {
      blobs.next(Elements.BLOB, 10);
    }
  }

  @Test
  void aMessageOfAPersistentStreamIsTimedOut() throws Exception {
    node.serve(
        0,
        Protocols.persistent(
            (peer, topology) -> true,
            stream -> {
              readers.add(Thread.currentThread());
              while (true) {
                stream.read(Protocols.ALL);
              }
            }));
    RawStream stream = raw.open().send("00");
    Drip drip = new Drip(node, raw, stream).readBy(readers.take());
    for (int i = 0; i < 10; i++) {
      drip.send("01000000 aa"); // whole in five seconds: it may go on like this for ever
    }
    assertTimedOut(drip, stream);
  }

  @Test
  void elementsOfAPersistentStreamAreTimedOut() throws Exception {
    node.serve(
        0,
        Protocols.persistent(
            (peer, topology) -> true,
            stream -> {
              readers.add(Thread.currentThread());
              readElements(stream);
            }));
    RawStream stream = raw.open().send("00");
    assertTimedOut(new Drip(node, raw, stream).readBy(readers.take()), stream);
  }
}

package io.tessera.testing.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.CodecException;
import io.tessera.net.Fault;
import io.tessera.net.MessageReader;
import io.tessera.net.PeerStream;
import io.tessera.net.StreamException;
import io.tessera.net.StreamFault;
import io.tessera.net.Streams.ProtocolInfo;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a peer may send that no protocol allows, and which reset each gets. */
@Timeout(60)
class BadInputTest {
  private static final int KIND = 0xc8;
  private static final String GOOD = "c8 02000000 0102";

  private final TestNode node = new TestNode();
  private final RawPeer raw = RawPeer.dialing(node);

  @AfterEach
  void close() {
    raw.close();
    node.close();
  }

  private void serveTwoBytes() {
    node.serve(
        KIND,
        Protocols.of(
            stream -> {
              Bytes message = stream.read(Protocols.TWO);
              stream.readFin();
              stream.write(message);
              stream.finish();
            }));
  }

  private void assertServes() throws InterruptedException {
    RawStream stream = raw.open();
    stream.send(GOOD).fin();
    assertEquals("020000000102", stream.receiveAll());
  }

  private ProtocolInfo info() {
    return node.streams().protocols().getFirst();
  }

  @Test
  void aKindThatNobodyServesIsRefused() throws Exception {
    serveTwoBytes();
    RawStream stream = raw.open();
    stream.send("c9 02000000 0102");
    assertEquals(Fault.REFUSED.code(), stream.awaitReset());
    assertServes();
  }

  @Test
  void aSizeOf4GibIsMalformedBeforeAnyContent() throws Exception {
    serveTwoBytes();
    RawStream stream = raw.open();
    stream.send("c8 ffffffff");
    assertEquals(Fault.MALFORMED.code(), stream.awaitReset());
    assertServes();
  }

  @Test
  void aSizeAboveTheCapIsMalformedAlsoForALaterMessage() throws Exception {
    AtomicReference<StreamException> thrown = new AtomicReference<>();
    node.serve(
        KIND,
        Protocols.of(
            stream -> {
              stream.read(Protocols.ALL);
              thrown.set(assertThrows(StreamException.class, () -> stream.read(Protocols.ALL)));
              throw thrown.get();
            }));
    RawStream stream = raw.open();
    stream.send("c8 02000000 0102").send("e9030000");
    assertEquals(Fault.MALFORMED.code(), stream.awaitReset());
    assertEquals(Fault.MALFORMED, thrown.get().fault());
  }

  @Test
  void aTruncatedMessageIsMalformed() throws Exception {
    serveTwoBytes();
    RawStream stream = raw.open();
    stream.send("c8 02000000 01").fin();
    assertEquals(Fault.MALFORMED.code(), stream.awaitReset());
    RawStream size = raw.open();
    size.send("c8 0200").fin();
    assertEquals(Fault.MALFORMED.code(), size.awaitReset());
  }

  @Test
  void aTruncatedSecondMessageIsMalformed() throws Exception {
    node.serve(
        KIND,
        Protocols.of(
            stream -> {
              stream.read(Protocols.TWO);
              stream.read(Protocols.TWO);
              stream.finish();
            }));
    RawStream stream = raw.open();
    stream.send(GOOD).send("02000000 01").fin();
    assertEquals(Fault.MALFORMED.code(), stream.awaitReset());
  }

  @Test
  void trailingBytesInAMessageAreMalformed() throws Exception {
    serveTwoBytes();
    RawStream stream = raw.open();
    stream.send("c8 03000000 010203").fin();
    assertEquals(Fault.MALFORMED.code(), stream.awaitReset());
  }

  @Test
  void aMessageWhereFinIsDueIsMalformed() throws Exception {
    serveTwoBytes();
    RawStream stream = raw.open();
    stream.send(GOOD).send("00");
    assertEquals(Fault.MALFORMED.code(), stream.awaitReset());
    assertEquals(1, info().failed());
    StreamFault last = info().lastFault().orElseThrow();
    assertEquals(Fault.MALFORMED, last.fault());
    assertFalse(last.message().isBlank());
    assertFalse(last.age().isNegative());
  }

  @Test
  void aMessageWhereFinIsDueIsMalformedEvenIfTheProtocolDoesNotLook() throws Exception {
    node.serve(
        KIND,
        Protocols.of(
            stream -> {
              stream.write(stream.read(Protocols.TWO));
              stream.finish();
            }));
    RawStream stream = raw.open();
    stream.send(GOOD).send("00000000");
    assertEquals(Fault.MALFORMED.code(), stream.awaitReset());
  }

  @Test
  void finWhereAMessageIsDueIsMalformed() throws Exception {
    node.serve(
        KIND,
        Protocols.of(
            stream -> {
              stream.read(Protocols.TWO);
              stream.read(Protocols.TWO);
            }));
    RawStream stream = raw.open();
    stream.send(GOOD).fin();
    assertEquals(Fault.MALFORMED.code(), stream.awaitReset());
  }

  @Test
  void finWhereTheFirstMessageIsDueStartsNoThread() throws Exception {
    AtomicBoolean started = new AtomicBoolean();
    node.serve(KIND, Protocols.of(stream -> started.set(true)));
    RawStream stream = raw.open();
    stream.send("c8").fin();
    assertEquals(Fault.MALFORMED.code(), stream.awaitReset());
    RawStream nothing = raw.open();
    nothing.fin();
    assertEquals(Fault.MALFORMED.code(), nothing.awaitReset());
    assertFalse(started.get());
  }

  @Test
  void aStreamThatTheAcceptorOpensAsPersistentIsRefused() throws Exception {
    node.serve(7, Protocols.persistent((peer, topology) -> false, stream -> {}));
    try (RawPeer dialed = RawPeer.dialedBy(node)) {
      RawStream stream = dialed.open();
      stream.send("07");
      assertEquals(Fault.REFUSED.code(), stream.awaitReset());
    }
  }

  @Test
  void theThreadStartsWhenTheFirstMessageIsWhole() throws Exception {
    AtomicBoolean started = new AtomicBoolean();
    node.serve(
        KIND,
        Protocols.of(
            stream -> {
              started.set(true);
              Protocols.echo(stream);
            }));
    RawStream stream = raw.open();
    for (String piece : new String[] {"c8", "03", "00", "00", "00", "01", "02"}) {
      stream.send(piece);
    }
    assertServes(); // on the same event loop: all the bytes above have been taken in
    started.set(false);
    RawStream other = raw.open();
    other.send("c8 020000").send("00 01");
    RawStream after = raw.open();
    after.send("cf");
    assertEquals(Fault.REFUSED.code(), after.awaitReset());
    assertFalse(started.get());
    other.send("02").fin();
    assertEquals("020000000102", other.receiveAll());
    assertTrue(started.get());
    stream.send("03").fin();
    assertEquals("03000000010203", stream.receiveAll());
  }

  @Test
  void aFirstMessageThatDoesNotComeIsTimedOut() throws Exception {
    serveTwoBytes();
    RawStream stream = raw.open();
    stream.send("c8");
    assertServes();
    node.clock().advance(Duration.ofSeconds(11));
    assertEquals(Fault.TIMEOUT.code(), stream.awaitReset());
  }

  @Test
  void aSecondMessageThatStopsIsTimedOut() throws Exception {
    node.serve(
        KIND,
        Protocols.of(
            stream -> {
              stream.write(stream.read(Protocols.TWO));
              stream.read(Protocols.TWO);
            }));
    RawStream stream = raw.open();
    stream.send(GOOD);
    assertEquals("020000000102", stream.receive(6));
    stream.send("02000000 01");
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    // The thread may not wait yet when time passes for the first time.
    while (info().active() > 0 && System.nanoTime() < deadline) {
      node.clock().advance(Duration.ofSeconds(6));
      Thread.onSpinWait();
    }
    assertEquals(Fault.TIMEOUT.code(), stream.awaitReset());
  }

  @Test
  void anElementAboveItsCapIsMalformed() throws Exception {
    node.serve(
        KIND,
        Protocols.of(
            stream -> {
              stream.read(Protocols.TWO);
              MessageReader blobs = stream.beginRead(1 << 20);
              while (blobs.hasNext()) {
                blobs.next(Elements.BLOB, 10);
              }
              stream.readFin();
              stream.finish();
            }));
    RawStream good = raw.open();
    good.send(GOOD).send("06000000 01 aa 03 bbbbbb").fin();
    assertEquals("", good.receiveAll());
    RawStream tooLarge = raw.open();
    tooLarge.send(GOOD).send("20000000 0b").send("00".repeat(11));
    assertEquals(Fault.MALFORMED.code(), tooLarge.awaitReset());
    RawStream acrossTheEnd = raw.open();
    acrossTheEnd.send(GOOD).send("02000000 05 aa bb").fin();
    assertEquals(Fault.MALFORMED.code(), acrossTheEnd.awaitReset());
  }

  @Test
  void aMisbehavingPeerIsReportedOthersAreNot() throws Exception {
    node.serve(
        KIND,
        Protocols.of(
            stream -> {
              stream.read(Protocols.TWO);
              throw new StreamException(Fault.MISBEHAVED, "an invalid proof");
            }));
    RawStream malformed = raw.open();
    malformed.send("c8 01000000 01");
    assertEquals(Fault.MALFORMED.code(), malformed.awaitReset());
    RawStream stream = raw.open();
    stream.send(GOOD);
    assertEquals(Fault.MISBEHAVED.code(), stream.awaitReset());
    node.stop(node.protocols().getFirst()); // all that belongs to the streams is done then
    assertEquals(1, node.misbehaviourOf(RawPeer.ID).size());
  }

  @Test
  void bugsOfAProtocolAreInternal() throws Exception {
    node.serve(
        KIND,
        Protocols.of(
            stream -> {
              Bytes message = stream.read(Protocols.TWO);
              switch (message.get(0)) {
                case 0 -> throw new IllegalStateException("expected in the log of this test");
                case 1 -> throw new CodecException(0, "", "content that the protocol looked into");
                default -> {} // returns without finish()
              }
            }));
    assertEquals(Fault.INTERNAL.code(), resetOf("c8 02000000 0000"));
    assertEquals(Fault.MALFORMED.code(), resetOf("c8 02000000 0100"));
    assertEquals(Fault.INTERNAL.code(), resetOf("c8 02000000 0200"));
  }

  private long resetOf(String hex) throws InterruptedException {
    RawStream stream = raw.open();
    stream.send(hex).fin();
    return stream.awaitReset();
  }

  @Test
  void aPeerThatResetsEndsTheStreamAndItsThreads() throws Exception {
    AtomicReference<StreamException> thrown = new AtomicReference<>();
    AtomicBoolean forkInterrupted = new AtomicBoolean();
    node.serve(
        KIND,
        Protocols.of(
            stream -> {
              stream.read(Protocols.TWO);
              stream.fork("waits", () -> waitForEver(forkInterrupted));
              stream.write(Bytes.EMPTY);
              thrown.set(assertThrows(StreamException.class, () -> stream.read(Protocols.TWO)));
              throw thrown.get();
            }));
    RawStream stream = raw.open();
    stream.send(GOOD);
    assertEquals("00000000", stream.receive(4));
    stream.reset(77);
    node.stop(node.protocols().getFirst());
    assertEquals(Fault.RESET, thrown.get().fault());
    assertEquals(77, thrown.get().resetCode());
    assertTrue(forkInterrupted.get());
  }

  private static void waitForEver(AtomicBoolean interrupted) throws InterruptedException {
    try {
      new java.util.concurrent.CountDownLatch(1).await();
    } catch (InterruptedException e) {
      interrupted.set(true);
      throw e;
    }
  }

  @Test
  void aForkThatFailsEndsTheStreamAsItsProtocolWould() throws Exception {
    node.serve(
        KIND,
        Protocols.of(
            stream -> {
              stream.read(Protocols.TWO);
              stream.fork(
                  "fails",
                  () -> {
                    throw new StreamException(Fault.UNAVAILABLE, "it is not here");
                  });
              stream.read(Protocols.TWO);
            }));
    assertEquals(Fault.UNAVAILABLE.code(), resetOfOpen(GOOD));
  }

  private long resetOfOpen(String hex) throws InterruptedException {
    RawStream stream = raw.open();
    stream.send(hex);
    return stream.awaitReset();
  }

  @Test
  void anInitiatorResetsWithItsFault() throws Exception {
    try (RawPeer other = RawPeer.dialing(node)) {
      PeerStream stream = node.streams().open(RawPeer.ID, KIND, Duration.ofSeconds(5));
      stream.write(Bytes.fromHex("aa"));
      RawStream seen = other.accept();
      assertEquals("c801000000aa", seen.receive(6));
      seen.send("03000000 010203");
      StreamException thrown =
          assertThrows(StreamException.class, () -> stream.read(Protocols.TWO));
      assertEquals(Fault.MALFORMED, thrown.fault());
      stream.close();
      assertEquals(Fault.MALFORMED.code(), seen.awaitReset());
    }
  }

  @Test
  void anInitiatorThatClosesEarlyCancels() throws Exception {
    PeerStream stream = node.streams().open(RawPeer.ID, KIND, Duration.ofSeconds(5));
    stream.write(Bytes.fromHex("aa"));
    stream.finish();
    RawStream seen = raw.accept();
    assertEquals("c801000000aa", seen.receiveAll());
    stream.close();
    assertEquals(Fault.CANCELLED.code(), seen.awaitReset());
  }

  @Test
  void theEndOfTheConnectionIsDisconnected() throws Exception {
    PeerStream stream = node.streams().open(RawPeer.ID, KIND, Duration.ofSeconds(5));
    stream.write(Bytes.fromHex("aa"));
    assertEquals("c801000000aa", raw.accept().receive(6));
    raw.close();
    StreamException thrown = assertThrows(StreamException.class, () -> stream.read(Protocols.TWO));
    assertEquals(Fault.DISCONNECTED, thrown.fault());
    stream.close();
    StreamException later =
        assertThrows(
            StreamException.class,
            () -> node.streams().open(RawPeer.ID, KIND, Duration.ofSeconds(5)));
    assertEquals(Fault.DISCONNECTED, later.fault());
  }
}

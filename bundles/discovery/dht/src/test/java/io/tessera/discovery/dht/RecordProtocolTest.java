package io.tessera.discovery.dht;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tessera.core.streams.Settings;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Codec;
import io.tessera.net.Endpoint;
import io.tessera.net.Fault;
import io.tessera.net.Peer;
import io.tessera.net.PeerStream;
import io.tessera.net.StreamException;
import io.tessera.net.Workers;
import io.tessera.testing.testkit.MemoryLink;
import io.tessera.testing.testkit.TestNode;
import io.tessera.testing.testkit.VirtualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.ethereum.beacon.discovery.schema.NodeRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The stream by which connected peers bring each other into the table. */
@Timeout(90)
class RecordProtocolTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int PATIENCE = 60;
  private static final Codec<Bytes> RECORD =
      Codec.of(
          "bytes",
          in -> Bytes.wrap(in.bytes((int) in.remaining())),
          (bytes, out) -> out.bytes(bytes));

  private final VirtualClock clock = new VirtualClock();
  private LoopbackNode a;
  private LoopbackNode b;
  private TestNode dialer;
  private TestNode acceptor;
  private MemoryLink link;
  private Peer dialed;

  @TempDir Path folder;

  @BeforeEach
  void connect() throws Exception {
    a = new LoopbackNode(1, LoopbackNode.CHAIN, 1, folder.resolve("a"), List.of());
    b = new LoopbackNode(2, LoopbackNode.CHAIN, 1, folder.resolve("b"), List.of());
    dialer = new TestNode(a.id(), clock, Settings.DEFAULT);
    acceptor = new TestNode(b.id(), clock, Settings.DEFAULT);
    acceptor.serve(
        RecordProtocol.KIND, new RecordProtocol(b.node(), acceptor.streams(), new Threads()));
    link = new MemoryLink(a.id(), b.id(), MemoryLink.Limits.DEFAULT);
    dialed = dialer.attach(link.initiator());
    acceptor.attach(link.acceptor());
  }

  @AfterEach
  void close() {
    link.close();
    dialer.close();
    acceptor.close();
    a.close();
    b.close();
  }

  private PeerStream send(Bytes message) throws StreamException {
    PeerStream stream = dialer.streams().open(b.id(), RecordProtocol.KIND, TIMEOUT);
    stream.write(message);
    stream.finish();
    return stream;
  }

  @Test
  void eachLearnsOfTheOther() throws Exception {
    new RecordProtocol(a.node(), dialer.streams(), new Threads()).connected(dialed);
    a.enough().get(PATIENCE, TimeUnit.SECONDS);
    b.enough().get(PATIENCE, TimeUnit.SECONDS);
    assertEquals(Set.of(b.id()), a.found().keySet());
    assertEquals(Set.of(a.id()), b.found().keySet());
  }

  @Test
  void theAnswerIsTheRecordAsItIsNow() throws Exception {
    b.moveTo(Place.of(List.of(Endpoint.of(LoopbackNode.loopback(9)))));
    try (PeerStream stream = send(Bytes.EMPTY)) {
      NodeRecord record = Records.decode(stream.read(RECORD, 300));
      stream.readFin();
      JamPeer peer = new Records(LoopbackNode.CHAIN).peer(record).orElseThrow();
      assertEquals(b.id(), peer.peer());
      assertEquals(9, peer.endpoints().get(0).port());
    }
  }

  /** The length alone refuses it, so that the reset may come before our end is sent. */
  @Test
  void aQuestionIsEmpty() {
    StreamException reset =
        assertThrows(
            StreamException.class,
            () -> {
              try (PeerStream stream = send(Bytes.fromHex("00"))) {
                stream.read(RECORD, 300);
              }
            });
    assertEquals(Fault.MALFORMED.code(), reset.resetCode());
  }

  private static final class Threads implements Workers {
    @Override
    public Future<?> start(String name, Task task) {
      FutureTask<Void> future =
          new FutureTask<>(
              () -> {
                task.run();
                return null;
              });
      Thread.ofVirtual().start(future);
      return future;
    }

    @Override
    public Future<?> repeat(String name, Duration period, Task task) {
      throw new UnsupportedOperationException(name);
    }
  }
}

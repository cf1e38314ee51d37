package io.tessera.discovery.dht;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.core.streams.Settings;
import io.tessera.lib.codec.Bytes;
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

  /** The fault's code is all that the other side is told. */
  private static long reset(PeerStream stream) {
    return assertThrows(StreamException.class, stream::readFin).resetCode();
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
  void theRecordOfAnotherNodeIsMisbehaviour() throws Exception {
    assertEquals(
        Fault.MISBEHAVED.code(), reset(send(Records.ours(b.record().serialize()))));
    assertEquals(1, acceptor.misbehaviourOf(a.id()).size());
  }

  @Test
  void whatIsNoRecordIsMalformed() throws Exception {
    assertEquals(Fault.MALFORMED.code(), reset(send(Bytes.fromHex("c0"))));
  }

  @Test
  void moreThanARecordsSizeIsNotRead() throws Exception {
    assertEquals(Fault.MALFORMED.code(), reset(send(Bytes.wrap(new byte[301]))));
  }

  @Test
  void askingAgainAtOnceIsRefused() throws Exception {
    Bytes record = Records.ours(a.record().serialize());
    try (PeerStream first = send(record)) {
      assertTrue(first.read(RecordProtocol.RECORD, 300).size() > 200);
      first.readFin();
    }
    assertEquals(Fault.REFUSED.code(), reset(send(record)));
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

package io.tessera.discovery.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tessera.net.Fault;
import io.tessera.net.PeerRecord;
import io.tessera.net.StreamException;
import io.tessera.testing.testkit.RawPeer;
import io.tessera.testing.testkit.RawStream;
import io.tessera.testing.testkit.TestNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a node asks and what it puts up with in the answer. */
@Timeout(30)
class AskerTest {
  private final TestNode node = new TestNode();
  private final RawPeer peer = RawPeer.dialing(node);
  private final Asker asker = new Asker(node.streams());

  @AfterEach
  void close() {
    peer.close();
    node.close();
  }

  private FutureTask<List<PeerRecord>> ask(int wanted, Optional<PeerRecord> own) {
    FutureTask<List<PeerRecord>> task = new FutureTask<>(() -> asker.ask(RawPeer.ID, wanted, own));
    Thread.ofVirtual().start(task);
    return task;
  }

  private static Fault fault(FutureTask<?> task) {
    ExecutionException failure = assertThrows(ExecutionException.class, task::get);
    return ((StreamException) failure.getCause()).fault();
  }

  /** Asks for two and gets this. */
  private Fault failure(String answer) throws InterruptedException {
    FutureTask<List<PeerRecord>> task = ask(2, Optional.empty());
    peer.accept().send(answer).fin();
    return fault(task);
  }

  @Test
  void goldenBytes() throws Exception {
    FutureTask<List<PeerRecord>> task = ask(32, Optional.of(Golden.decoded(1)));
    RawStream stream = peer.accept();
    assertEquals("fa" + "a5000000" + "20" + "01" + Golden.record(1), stream.receiveAll());
    stream.send("46010000" + Golden.record(0x11) + Golden.record(0x22)).fin();
    assertEquals(List.of(Golden.decoded(0x11), Golden.decoded(0x22)), task.get());

    FutureTask<List<PeerRecord>> unreachable = ask(7, Optional.empty());
    RawStream second = peer.accept();
    assertEquals("fa" + "02000000" + "07" + "00", second.receiveAll());
    second.send("00000000").fin();
    assertEquals(List.of(), unreachable.get());
  }

  @Test
  void moreThanAskedForIsMisbehaviour() throws Exception {
    String record = Golden.record(3);
    assertEquals(Fault.MISBEHAVED, failure(Golden.message(record, record, record)));
  }

  @Test
  void answersAreWholeAndBounded() throws Exception {
    String record = Golden.record(3);
    assertEquals(Fault.MALFORMED, failure(""));
    assertEquals(Fault.MALFORMED, failure("a300"));
    assertEquals(Fault.MALFORMED, failure(Golden.message(record.substring(2))));
    assertEquals(Fault.MALFORMED, failure(Golden.message(record, "00")));
    assertEquals(Fault.MALFORMED, failure(Golden.message(record) + "00000000"));
    FutureTask<List<PeerRecord>> task = ask(2, Optional.empty());
    // 32 of the largest records and a byte: refused before any is read.
    peer.accept().send("211b0000");
    assertEquals(32 * PeerRecord.MAX_SIZE + 1, 0x1b21);
    assertEquals(Fault.MALFORMED, fault(task));
  }

  @Test
  void aResetIsOne() throws Exception {
    FutureTask<List<PeerRecord>> task = ask(2, Optional.empty());
    peer.accept().reset(3);
    assertEquals(Fault.RESET, fault(task));
  }

  @Test
  void aSilentPeerRunsOutOfTime() throws Exception {
    FutureTask<List<PeerRecord>> task = ask(2, Optional.empty());
    peer.accept().receiveAll();
    while (!task.isDone()) {
      node.clock().advance(Duration.ofSeconds(10));
      Thread.onSpinWait();
    }
    assertEquals(Fault.TIMEOUT, fault(task));
  }
}

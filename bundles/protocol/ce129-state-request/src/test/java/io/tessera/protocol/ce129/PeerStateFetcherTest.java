package io.tessera.protocol.ce129;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tessera.chain.BlockState;
import io.tessera.chain.ProvedItems;
import io.tessera.chain.StateKnowledge;
import io.tessera.chain.StateRequest;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.StateKey;
import io.tessera.lib.codec.trace.KeyValue;
import io.tessera.lib.merkle.StateTrie;
import io.tessera.net.Fault;
import io.tessera.net.StreamException;
import io.tessera.testing.testkit.ChainBuilder;
import io.tessera.testing.testkit.MemoryChain;
import io.tessera.testing.testkit.PeerPair;
import io.tessera.testing.testkit.RawPeer;
import io.tessera.testing.testkit.RawStream;
import io.tessera.testing.testkit.TestNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a node asks, what it puts up with in the answer, and what it believes. */
@Timeout(30)
class PeerStateFetcherTest {
  private static final Hash BLOCK = Hash.fromHex("11".repeat(32));
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int MAX_VALUE = 1000;

  private static final String ALL_NODES =
      Golden.message(Golden.ROOT_NODE, Golden.FORK, Golden.LOW_LEAF, Golden.HIGH_LEAF);
  private static final String ALL_ITEMS =
      Golden.message(Golden.LOW_ITEM, Golden.MIDDLE_ITEM, Golden.HIGH_ITEM);

  private final TestNode node = new TestNode();
  private final RawPeer peer = RawPeer.dialing(node);
  private final PeerStateFetcher fetcher =
      new PeerStateFetcher(node.streams(), Golden.inline(), MAX_VALUE, TIMEOUT);

  @AfterEach
  void close() {
    peer.close();
    node.close();
  }

  private FutureTask<ProvedItems> fetch(String start, String end, long maximum, Hash root) {
    StateRequest request =
        new StateRequest(BLOCK, StateKey.fromHex(start), StateKey.fromHex(end), maximum);
    FutureTask<ProvedItems> task = new FutureTask<>(() -> fetcher.fetch(RawPeer.ID, request, root));
    Thread.ofVirtual().start(task);
    return task;
  }

  private FutureTask<ProvedItems> fetchAll(long maximum) {
    return fetch(Golden.LOW, "ff".repeat(31), maximum, Golden.ROOT);
  }

  /** Asks for everything and gets this. */
  private StreamException failure(long maximum, String answer) throws Exception {
    FutureTask<ProvedItems> task = fetchAll(maximum);
    peer.accept().send(answer).fin();
    return failure(task);
  }

  private static StreamException failure(FutureTask<ProvedItems> task) {
    return (StreamException) assertThrows(ExecutionException.class, task::get).getCause();
  }

  private static List<KeyValue> items(StateTrie trie) {
    List<KeyValue> items = new ArrayList<>();
    trie.forEach(items::add);
    return items;
  }

  @Test
  void asksAndProvesTheGoldenBytes129() throws Exception {
    FutureTask<ProvedItems> task = fetchAll(0x01020304);
    RawStream stream = peer.accept();
    assertEquals(
        Golden.request(BLOCK, Golden.LOW, "ff".repeat(31), "04030201"), stream.receiveAll());
    stream.send(ALL_NODES + ALL_ITEMS).fin();
    assertEquals(new ProvedItems(items(Golden.STATE), Optional.empty()), task.get());
  }

  @Test
  void tellsWhereToGoOn() throws Exception {
    FutureTask<ProvedItems> task = fetchAll(1000);
    peer.accept()
        .send(
            Golden.message(Golden.ROOT_NODE, Golden.FORK, Golden.LOW_LEAF)
                + Golden.message(Golden.LOW_ITEM))
        .fin();
    // The fork's other side begins with this key, and was not sent.
    Optional<StateKey> next = Optional.of(StateKey.fromHex(Golden.MIDDLE));
    assertEquals(new ProvedItems(items(Golden.STATE).subList(0, 1), next), task.get());
  }

  @Test
  void whatLiesBehindTheEndIsNotMissing() throws Exception {
    FutureTask<ProvedItems> task = fetch(Golden.MIDDLE, Golden.MIDDLE, 1000, Golden.ROOT);
    peer.accept()
        .send(
            Golden.message(Golden.ROOT_NODE, Golden.FORK, Golden.MIDDLE_LEAF)
                + Golden.message(Golden.MIDDLE_ITEM))
        .fin();
    assertEquals(new ProvedItems(items(Golden.STATE).subList(1, 2), Optional.empty()), task.get());
  }

  @Test
  void aKeyIsProvedToBeAbsent() throws Exception {
    String absent = "41" + "00".repeat(30);
    FutureTask<ProvedItems> task = fetch(absent, absent, 1000, Golden.ROOT);
    peer.accept()
        .send(Golden.message(Golden.ROOT_NODE, Golden.FORK, Golden.MIDDLE_LEAF) + "00000000")
        .fin();
    assertEquals(new ProvedItems(List.of(), Optional.empty()), task.get());
  }

  @Test
  void aPathIsProvedAndHandedOver() throws Exception {
    StateKey key = StateKey.fromHex(Golden.MIDDLE);
    FutureTask<List<Bytes>> task =
        new FutureTask<>(() -> fetcher.path(RawPeer.ID, BLOCK, key, Golden.ROOT));
    Thread.ofVirtual().start(task);
    RawStream stream = peer.accept();
    assertEquals(
        Golden.request(BLOCK, Golden.MIDDLE, Golden.MIDDLE, "00000100"), stream.receiveAll());
    stream
        .send(
            Golden.message(Golden.ROOT_NODE, Golden.FORK, Golden.MIDDLE_LEAF)
                + Golden.message(Golden.MIDDLE_ITEM))
        .fin();
    assertEquals(
        List.of(Golden.ROOT_NODE, Golden.FORK, Golden.MIDDLE_LEAF),
        task.get().stream().map(Bytes::toHex).toList());
  }

  @Test
  void liesAreNotBelieved() throws Exception {
    String otherValue = Golden.MIDDLE + "01" + "a4";
    String[] lies = {
      ALL_NODES + Golden.message(Golden.LOW_ITEM, otherValue, Golden.HIGH_ITEM),
      ALL_NODES + Golden.message(Golden.LOW_ITEM, Golden.HIGH_ITEM),
      ALL_NODES + Golden.message(Golden.MIDDLE_ITEM, Golden.HIGH_ITEM),
      ALL_NODES + Golden.message(Golden.MIDDLE_ITEM, Golden.LOW_ITEM, Golden.HIGH_ITEM),
      ALL_NODES + Golden.message(Golden.LOW_ITEM, Golden.LOW_ITEM),
      "00000000" + "00000000",
      "00000000" + Golden.message(Golden.LOW_ITEM, Golden.MIDDLE_ITEM),
      Golden.message(Golden.ROOT_NODE, Golden.FORK, Golden.LOW_LEAF, Golden.LOW_LEAF) + ALL_ITEMS,
      Golden.message(Golden.ROOT_NODE, "00".repeat(64)) + Golden.message(Golden.LOW_ITEM)
    };
    for (String lie : lies) {
      assertEquals(Fault.MISBEHAVED, failure(2000, lie).fault(), lie);
    }
  }

  @Test
  void anotherRootProvesNothing() throws Exception {
    FutureTask<ProvedItems> task =
        fetch(Golden.LOW, "ff".repeat(31), 2000, Hash.fromHex("22".repeat(32)));
    peer.accept().send(ALL_NODES + ALL_ITEMS).fin();
    assertEquals(Fault.MISBEHAVED, failure(task).fault());
  }

  @Test
  void itemsBehindTheEndWereNotAskedFor() throws Exception {
    FutureTask<ProvedItems> task = fetch(Golden.LOW, Golden.MIDDLE, 2000, Golden.ROOT);
    peer.accept().send(ALL_NODES + ALL_ITEMS).fin();
    assertEquals(Fault.MISBEHAVED, failure(task).fault());
  }

  @Test
  void severalItemsKeepToTheSizeAskedFor() throws Exception {
    // Four nodes of 64 bytes, two items of 33 and one of 233: 555 bytes.
    FutureTask<ProvedItems> task = fetchAll(555);
    peer.accept().send(ALL_NODES + ALL_ITEMS).fin();
    assertEquals(3, task.get().items().size());
    assertEquals(Fault.MISBEHAVED, failure(554, ALL_NODES + ALL_ITEMS).fault());
  }

  @Test
  void aSingleItemNeedNot() throws Exception {
    FutureTask<ProvedItems> task = fetch(Golden.HIGH, Golden.HIGH, 10, Golden.ROOT);
    peer.accept()
        .send(Golden.message(Golden.ROOT_NODE, Golden.HIGH_LEAF) + Golden.message(Golden.HIGH_ITEM))
        .fin();
    assertEquals(1, task.get().items().size());
  }

  @Test
  void aSingleItemIsBoundedAllTheSame() throws Exception {
    String value = "a3".repeat(MAX_VALUE + 10);
    StreamException tooLarge = failure(5000, ALL_NODES + Golden.message(Golden.LOW, "83f2", value));
    assertEquals(Fault.MALFORMED, tooLarge.fault());
    // And refused before it is read when its message is larger than anything asked for.
    FutureTask<ProvedItems> task = fetchAll(100);
    peer.accept().send(ALL_NODES + "ffffff7f");
    assertEquals(Fault.MALFORMED, failure(task).fault());
  }

  @Test
  void moreNodesThanTwoPathsHaveAreRefusedBeforeTheyAreRead() throws Exception {
    FutureTask<ProvedItems> task = fetchAll(1_000_000);
    peer.accept().send("c07c0000"); // 499 nodes; 498 are the most
    assertEquals(Fault.MALFORMED, failure(task).fault());
  }

  @Test
  void messagesAreWhole() throws Exception {
    String[] broken = {
      "",
      "0001",
      Golden.message(Golden.ROOT_NODE.substring(2)) + ALL_ITEMS, // 63 bytes
      ALL_NODES,
      ALL_NODES + Golden.message(Golden.LOW_ITEM, Golden.MIDDLE), // ends within an item
      ALL_NODES + ALL_ITEMS + "00000000"
    };
    for (String answer : broken) {
      assertEquals(Fault.MALFORMED, failure(2000, answer).fault(), answer);
    }
  }

  @Test
  void aResetTellsItsCode() throws Exception {
    FutureTask<ProvedItems> task = fetchAll(1000);
    peer.accept().reset(2);
    StreamException failure = failure(task);
    assertEquals(Fault.RESET, failure.fault());
    assertEquals(2, failure.resetCode());
  }

  @Test
  void aSilentPeerRunsOutOfTime() throws Exception {
    FutureTask<ProvedItems> task = fetchAll(1000);
    peer.accept().receiveAll();
    while (!task.isDone()) {
      node.clock().advance(TIMEOUT);
      Thread.onSpinWait();
    }
    assertEquals(Fault.TIMEOUT, failure(task).fault());
  }

  @Test
  void bothHalvesTogether() throws Exception {
    StateTrie state = StateTrie.of(randomItems(2_000));
    MemoryChain chain = new MemoryChain(ChainBuilder.tiny(1), 5);
    chain.know(BLOCK, BlockState.of(StateKnowledge.COMPLETE, state));
    try (PeerPair pair = new PeerPair()) {
      pair.acceptor().serve(129, new StateRequestProtocol(chain, Golden.inline(), 20_000, TIMEOUT));
      PeerStateFetcher asker =
          new PeerStateFetcher(
              pair.initiator().node().streams(), Golden.inline(), MAX_VALUE, TIMEOUT);
      List<KeyValue> got = new ArrayList<>();
      StateKey end = StateKey.fromHex("ff".repeat(31));
      Optional<StateKey> next = Optional.of(StateKey.fromHex("00".repeat(31)));
      while (next.isPresent()) {
        StateRequest request = new StateRequest(BLOCK, next.get(), end, 30_000);
        ProvedItems part = asker.fetch(pair.initiator().other().id(), request, state.root());
        got.addAll(part.items());
        next = part.next();
      }
      assertEquals(items(state), got);
    }
  }

  private static List<KeyValue> randomItems(int count) {
    Random random = new Random(7);
    List<KeyValue> items = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] key = new byte[StateKey.SIZE];
      byte[] value = new byte[random.nextInt(300)];
      random.nextBytes(key);
      random.nextBytes(value);
      items.add(new KeyValue(StateKey.wrap(key), Bytes.wrap(value)));
    }
    return items;
  }
}

package io.tessera.core.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.chain.BlockState;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.StateAccess.ProvedValue;
import io.tessera.chain.StateKnowledge;
import io.tessera.chain.StateRequest;
import io.tessera.chain.StateUnavailableException;
import io.tessera.core.streams.BundleWorkers;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.StateKey;
import io.tessera.lib.codec.state.StateComponent;
import io.tessera.lib.codec.trace.KeyValue;
import io.tessera.lib.merkle.StateRange;
import io.tessera.lib.merkle.StateTrie;
import io.tessera.net.StreamException;
import io.tessera.testing.testkit.ChainBuilder;
import io.tessera.testing.testkit.MemoryChain;
import io.tessera.testing.testkit.SealedChain;
import io.tessera.testing.testkit.TestNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Values of the state, from here or from peers whose answers are really proved. */
class PeerStateAccessTest {
  private static final StateKey SLOT = StateComponent.SLOT.key();
  private static final StateKey ABSENT = StateKey.fromHex("aa".repeat(31));

  private static final SealedChain SEALED = SealedChain.tiny(1);
  private final List<EncodedBlock> blocks = SEALED.chain(5);
  private final MemoryChain chain =
      MemoryChain.of(new ChainBuilder(SEALED.parameters(), SEALED.genesis(), 1), blocks);
  private final Hash parent = blocks.get(3).hash();
  private final StateTrie state = SEALED.state(blocks.get(3).ref());
  private final StatePeers all = new StatePeers(parent, state);
  private final Map<PeerId, StatePeers.Answer> peers = all.answers;
  private final List<PeerId> misbehaved = all.misbehaved;
  private final List<PeerId> asked = all.asked;
  private final AtomicLong nanos = new AtomicLong();
  private final BundleWorkers workers =
      new BundleWorkers("test", Thread::sleep, Duration.ofSeconds(2));
  private final PeerStateAccess access =
      new PeerStateAccess(
          chain, all.connected, all.standing, all::fetch, workers, new Random(3), nanos::get);

  @AfterEach
  void close() {
    workers.close();
  }

  private StateRange wrongValue(StateRequest request) throws StreamException {
    StateRange right = all.honest(request);
    return new StateRange(
        right.boundary(), List.of(new KeyValue(request.start(), Bytes.fromHex("00000000"))));
  }

  /** Says that a key is not there which is. */
  private StateRange denial(StateRequest request) throws StreamException {
    return new StateRange(all.honest(request).boundary(), List.of());
  }

  private StateRange refusal(StateRequest request) throws StreamException {
    throw StreamException.reset(request.block().size() > 0 ? 2 : 3);
  }

  private ProvedValue proved(StateKey key, PeerId by) {
    return new ProvedValue(key, state.get(key), parent, state.root(), Optional.of(by));
  }

  private String failure(StateKey key) {
    return assertThrows(StateUnavailableException.class, () -> access.get(key)).getMessage();
  }

  @Test
  void aPeerProvesTheValueAfterTheHeadsParent() throws Exception {
    peers.put(TestNode.id(1), all::honest);
    assertEquals(proved(SLOT, TestNode.id(1)), access.get(SLOT));
    assertEquals("04000000", access.get(SLOT).value().orElseThrow().toHex());
    assertEquals(access.get(SLOT), access.get(SLOT, parent));
  }

  @Test
  void aPeerProvesThatAKeyIsAbsent() throws Exception {
    peers.put(TestNode.id(1), all::honest);
    assertEquals(proved(ABSENT, TestNode.id(1)), access.get(ABSENT));
    assertEquals(Optional.empty(), access.get(ABSENT).value());
  }

  @Test
  void aLyingPeerIsSkippedAndReported() throws Exception {
    peers.put(TestNode.id(1), this::wrongValue);
    peers.put(TestNode.id(2), this::denial);
    peers.put(TestNode.id(3), this::refusal);
    peers.put(TestNode.id(4), all::honest);
    for (int seed = 0; seed < 30; seed++) { // in some orders of asking
      misbehaved.clear();
      asked.clear();
      assertEquals(proved(SLOT, TestNode.id(4)), access.get(SLOT));
      List<PeerId> lied = new ArrayList<>(asked);
      lied.retainAll(List.of(TestNode.id(1), TestNode.id(2)));
      assertEquals(lied, misbehaved);
    }
  }

  /** It may be the header that lies, and then all of them are honest. */
  @Test
  void withoutAProofNobodyIsReported() {
    peers.put(TestNode.id(1), this::wrongValue);
    peers.put(TestNode.id(2), this::denial);
    String line = failure(SLOT);
    assertTrue(
        line.startsWith("no peer proves the state after block " + parent.toShortHex()), line);
    assertTrue(line.contains("MISBEHAVED"), line);
    assertEquals(2, asked.size());
    assertEquals(List.of(), misbehaved);
  }

  @Test
  void withoutPeersItSaysSo() {
    assertEquals(
        "no peer is connected that could be asked for the state after block " + parent.toShortHex(),
        failure(SLOT));
  }

  @Test
  void someAreAskedAndNotForEver() {
    for (int i = 1; i <= 20; i++) {
      peers.put(TestNode.id(i), this::refusal);
    }
    failure(SLOT);
    assertEquals(8, asked.size());
    asked.clear();
    peers.replaceAll(
        (peer, before) ->
            request -> {
              nanos.addAndGet(Duration.ofSeconds(15).toNanos());
              return refusal(request);
            });
    failure(SLOT);
    assertEquals(2, asked.size(), "after 20 seconds nobody else is asked");
  }

  @Test
  void aStateThatIsHereIsNotAskedFor() throws Exception {
    chain.know(parent, BlockState.of(StateKnowledge.COMPLETE, state));
    assertEquals(
        new ProvedValue(SLOT, state.get(SLOT), parent, state.root(), Optional.empty()),
        access.get(SLOT));
    // Of the head's own state no header tells the root, but this node may know it.
    Hash head = blocks.get(4).hash();
    StateTrie own = SEALED.state(blocks.get(4).ref());
    chain.know(head, BlockState.of(StateKnowledge.COMPLETE, own));
    assertEquals(own.get(SLOT), access.get(SLOT, head).value());
    assertEquals(List.of(), asked);
  }

  @Test
  void whatIsKnownInPartIsNotTaken() throws Exception {
    peers.put(TestNode.id(1), all::honest);
    for (StateKnowledge part : List.of(StateKnowledge.HEADERS, StateKnowledge.CONSENSUS)) {
      chain.know(parent, BlockState.of(part, state.put(SLOT, Bytes.fromHex("ffffffff"))));
      assertEquals(proved(SLOT, TestNode.id(1)), access.get(SLOT));
    }
  }

  @Test
  void whatNoHeaderNamesCannotBeProved() {
    peers.put(TestNode.id(1), all::honest);
    Hash head = blocks.get(4).hash();
    String line =
        assertThrows(StateUnavailableException.class, () -> access.get(SLOT, head)).getMessage();
    assertTrue(line.contains("it has no child on this chain"), line);
    assertEquals(List.of(), asked);
  }
}

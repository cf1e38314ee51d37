package io.tessera.sync.fast;

import io.tessera.chain.BlockEntry;
import io.tessera.chain.BlockFetcher.Sink;
import io.tessera.chain.BlockRef;
import io.tessera.chain.BlockRequest;
import io.tessera.chain.Chain;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.PeerHead;
import io.tessera.chain.StateRequest;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.merkle.StateRange;
import io.tessera.lib.merkle.StateTrie;
import io.tessera.net.Fault;
import io.tessera.net.StreamException;
import io.tessera.testing.testkit.TestNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A peer with a chain and its states, which answers as its manners have it. */
final class FakePeer {
  /** How a peer answers a block request. */
  interface BlockManners {
    int answer(FakePeer peer, BlockRequest request, Sink sink) throws StreamException;
  }

  /** How a peer answers a state request. */
  interface StateManners {
    StateRange answer(FakePeer peer, StateRequest request) throws StreamException;
  }

  final PeerId id;
  final Chain chain;
  final BlockRef finalized;
  final Map<Hash, StateTrie> states = new ConcurrentHashMap<>(TestChain.STATES);
  final List<BlockRequest> blockRequests = new CopyOnWriteArrayList<>();
  final AtomicInteger itemsServed = new AtomicInteger();
  final List<StateRequest> stateRequests = new CopyOnWriteArrayList<>();
  volatile BlockManners blocks = (peer, request, sink) -> peer.honest(request, sink);
  volatile StateManners state = FakePeer::honest;

  /** A peer with the whole test chain that has finalized the block in a slot. */
  FakePeer(int number, int finalizedSlot) {
    this(number, TestChain.holding(TestChain.BLOCKS), TestChain.ref(finalizedSlot));
  }

  FakePeer(int number, Chain chain, BlockRef finalized) {
    id = TestNode.id(number);
    this.chain = chain;
    this.finalized = finalized;
  }

  FakePeer withState(StateManners other) {
    state = other;
    return this;
  }

  FakePeer withBlocks(BlockManners other) {
    blocks = other;
    return this;
  }

  PeerHead head() {
    return new PeerHead(id, chain.best(), Optional.empty(), finalized);
  }

  int fetch(BlockRequest request, Sink sink) throws StreamException {
    blockRequests.add(request);
    return blocks.answer(this, request, sink);
  }

  StateRange fetch(StateRequest request) throws StreamException {
    stateRequests.add(request);
    return state.answer(this, request);
  }

  int honest(BlockRequest request, Sink sink) throws StreamException {
    List<BlockEntry> range =
        chain.range(request, 1_000).orElseThrow(() -> StreamException.reset(2));
    Codec<EncodedBlock> codec = EncodedBlock.codec(chain.parameters());
    for (Bytes raw : chain.raw(range.stream().map(entry -> entry.ref().hash()).toList())) {
      sink.accept(codec.decode(raw.toByteArray()));
    }
    return range.size();
  }

  StateRange honest(StateRequest request) throws StreamException {
    StateTrie trie = states.get(request.block());
    if (trie == null) {
      throw StreamException.reset(2);
    }
    StateRange range = StateRange.of(trie, request.start(), request.end(), request.maximumSize());
    itemsServed.addAndGet(range.items().size());
    return range;
  }

  /** Never answers. */
  static StreamException silence() {
    try {
      new CountDownLatch(1).await();
      throw new AssertionError("nobody counts");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new StreamException(Fault.CANCELLED, "interrupted", e);
    }
  }

  static void await(CountDownLatch latch) throws StreamException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StreamException(Fault.CANCELLED, "interrupted", e);
    }
  }
}

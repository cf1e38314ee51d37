package io.tessera.sync.light;

import io.tessera.chain.BlockEntry;
import io.tessera.chain.BlockFetcher.Sink;
import io.tessera.chain.BlockRequest;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.PeerHead;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.PeerId;
import io.tessera.net.StreamException;
import io.tessera.testing.testkit.MemoryChain;
import io.tessera.testing.testkit.TestNode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;

/** A peer with a chain, which answers as its manners have it. */
final class FakePeer {
  /** How a peer answers a request. */
  interface Manners {
    int answer(FakePeer peer, BlockRequest request, Sink sink) throws StreamException;
  }

  final PeerId id;
  final MemoryChain chain;
  final List<BlockRequest> requests = new CopyOnWriteArrayList<>();
  private final CountDownLatch asked = new CountDownLatch(1);
  private volatile Manners manners = (peer, request, sink) -> peer.honest(request, sink, it -> it);

  FakePeer(int number, MemoryChain chain) {
    id = TestNode.id(number);
    this.chain = chain;
  }

  FakePeer with(Manners other) {
    manners = other;
    return this;
  }

  /** Sends something else in a block's place. */
  FakePeer instead(EncodedBlock of, EncodedBlock other) {
    return with(
        (peer, request, sink) ->
            peer.honest(request, sink, block -> block.hash().equals(of.hash()) ? other : block));
  }

  PeerHead head() {
    return new PeerHead(id, chain.best(), Optional.empty(), chain.finalized());
  }

  /** Waits for the first request to it. */
  void awaitAsked() throws InterruptedException {
    asked.await();
  }

  int fetch(BlockRequest request, Sink sink) throws StreamException {
    requests.add(request);
    asked.countDown();
    return manners.answer(this, request, sink);
  }

  int honest(BlockRequest request, Sink sink, UnaryOperator<EncodedBlock> each)
      throws StreamException {
    List<BlockEntry> range =
        chain.range(request, 10_000).orElseThrow(() -> StreamException.reset(2));
    Codec<EncodedBlock> codec = EncodedBlock.codec(chain.parameters());
    for (Bytes raw : chain.raw(range.stream().map(entry -> entry.ref().hash()).toList())) {
      sink.accept(each.apply(codec.decode(raw.toByteArray())));
    }
    return range.size();
  }
}

package io.tessera.sync.full;

import io.tessera.chain.BlockEntry;
import io.tessera.chain.BlockFetcher.Sink;
import io.tessera.chain.BlockRequest;
import io.tessera.chain.Chain;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.PeerHead;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.PeerId;
import io.tessera.net.Fault;
import io.tessera.net.StreamException;
import io.tessera.testing.testkit.TestNode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** A peer with a chain, which answers as its manners have it. */
final class FakePeer {
  /** How a peer answers a request. */
  interface Manners {
    int answer(FakePeer peer, BlockRequest request, Sink sink) throws StreamException;
  }

  final PeerId id;
  final Chain chain;
  final List<BlockRequest> requests = new CopyOnWriteArrayList<>();
  volatile Manners manners = (peer, request, sink) -> peer.honest(request, sink, 10_000);

  FakePeer(int number, Chain chain) {
    id = TestNode.id(number);
    this.chain = chain;
  }

  FakePeer with(Manners other) {
    manners = other;
    return this;
  }

  PeerHead head() {
    return new PeerHead(id, chain.best(), Optional.empty(), chain.finalized());
  }

  int fetch(BlockRequest request, Sink sink) throws StreamException {
    requests.add(request);
    return manners.answer(this, request, sink);
  }

  int honest(BlockRequest request, Sink sink, int most) throws StreamException {
    List<BlockEntry> range = chain.range(request, most).orElseThrow(() -> StreamException.reset(2));
    Codec<EncodedBlock> codec = EncodedBlock.codec(chain.parameters());
    for (Bytes raw : chain.raw(range.stream().map(entry -> entry.ref().hash()).toList())) {
      sink.accept(codec.decode(raw.toByteArray()));
    }
    return range.size();
  }

  /** Never answers. */
  static int silent(FakePeer peer, BlockRequest request, Sink sink) throws StreamException {
    try {
      new CountDownLatch(1).await();
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StreamException(Fault.CANCELLED, "interrupted", e);
    }
  }
}

package io.tessera.protocol.ce128;

import io.tessera.chain.BlockBounds;
import io.tessera.chain.BlockFetcher;
import io.tessera.chain.BlockRequest;
import io.tessera.chain.Chain;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.event.BlockEvents.BlockTransferred;
import io.tessera.chain.event.BlockEvents.BlocksRequested;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.PeerId;
import io.tessera.net.Fault;
import io.tessera.net.MessageReader;
import io.tessera.net.PeerStream;
import io.tessera.net.StreamException;
import io.tessera.net.Streams;
import java.time.Duration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Asks a peer for blocks. Holds one block at a time: the response is decoded while it comes in, and
 * a sink that takes its time holds the peer back.
 */
@Component(service = BlockFetcher.class, configurationPid = BlockRequestConfig.PID)
public final class PeerBlockFetcher implements BlockFetcher {
  /** A message's size is written in 32 bits. */
  private static final long LARGEST_MESSAGE = 0xffff_ffffL;

  private final Streams streams;
  private final Codec<EncodedBlock> codec;
  private final int maxBlockSize;
  private final Duration timeout;

  /** Asks for blocks of a chain. */
  @Activate
  public PeerBlockFetcher(
      @Reference Streams streams, @Reference Chain chain, BlockRequestConfig config) {
    this(streams, chain, Duration.ofSeconds(config.timeout__seconds()));
  }

  PeerBlockFetcher(Streams streams, Chain chain, Duration timeout) {
    this.streams = streams;
    codec = EncodedBlock.codec(chain.parameters());
    maxBlockSize = BlockBounds.block(chain.parameters());
    this.timeout = timeout;
  }

  @Override
  public int fetch(PeerId peer, BlockRequest request, Sink sink) throws StreamException {
    try (PeerStream stream = streams.open(peer, BlockRequestProtocol.KIND, timeout)) {
      stream.tell(new BlocksRequested(request));
      stream.finish(BlockRequest.CODEC, request);
      int count = read(stream, request, sink);
      stream.readFin();
      return count;
    }
  }

  private int read(PeerStream stream, BlockRequest request, Sink sink) throws StreamException {
    MessageReader blocks = stream.beginRead(largestResponse(request));
    int count = 0;
    while (blocks.hasNext()) {
      EncodedBlock block = blocks.next(codec, maxBlockSize);
      if (count < request.maximum()) {
        stream.tell(new BlockTransferred(() -> block, !blocks.hasNext()));
        sink.accept(block);
        count++;
      } else if (blocks.hasNext()) {
        throw new StreamException(
            Fault.MISBEHAVED, "more blocks than the " + request.maximum() + " asked for");
      }
      // There are peers that answer with exactly one block too many: it is dropped, and no harm.
    }
    return count;
  }

  /** Room for the blocks asked for and the one too many that some peers send. */
  private long largestResponse(BlockRequest request) {
    return Math.min(LARGEST_MESSAGE, (request.maximum() + 1) * maxBlockSize);
  }
}

package io.tessera.protocol.ce128;

import io.tessera.chain.BlockEntry;
import io.tessera.chain.BlockRequest;
import io.tessera.chain.Chain;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.event.BlockEvents.BlockTransferred;
import io.tessera.chain.event.BlockEvents.BlocksRequested;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.net.Fault;
import io.tessera.net.MessageWriter;
import io.tessera.net.PeerStream;
import io.tessera.net.StreamException;
import io.tessera.net.StreamKind;
import io.tessera.net.StreamProtocol;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/** Serves block requests from the chain. */
@Component(service = StreamProtocol.class, configurationPid = BlockRequestConfig.PID)
@Designate(ocd = BlockRequestConfig.class)
@StreamKind(BlockRequestProtocol.KIND)
public final class BlockRequestProtocol implements StreamProtocol {
  static final int KIND = 128;

  /** Stored blocks are read that many bytes at a time: what one stream holds in memory. */
  private static final int BATCH = 256 * 1024;

  /**
   * A request of 37 bytes makes an answer of thousands of blocks, whose hashes are held for as long
   * as the peer takes to read them.
   */
  private static final int STREAMS_OF_A_PEER = 8;

  private final Chain chain;
  private final int maxBlocks;
  private final int maxBytes;
  private final Limits limits;

  /** Serves the blocks of a chain. */
  @Activate
  public BlockRequestProtocol(@Reference Chain chain, BlockRequestConfig config) {
    this(
        chain,
        config.max__blocks(),
        config.max__bytes(),
        Duration.ofSeconds(config.timeout__seconds()));
  }

  BlockRequestProtocol(Chain chain, int maxBlocks, int maxBytes, Duration timeout) {
    this.chain = chain;
    this.maxBlocks = maxBlocks;
    this.maxBytes = maxBytes;
    limits = new Limits(BlockRequest.SIZE, timeout, STREAMS_OF_A_PEER);
  }

  @Override
  public String name() {
    return "CE 128 block request";
  }

  @Override
  public Limits limits() {
    return limits;
  }

  @Override
  public void serve(PeerStream stream) throws StreamException {
    BlockRequest request = stream.read(BlockRequest.CODEC);
    stream.tell(new BlocksRequested(request));
    stream.readFin();
    if (chain.headersOnly()) {
      throw new StreamException(Fault.UNAVAILABLE, "headers only are kept here");
    }
    Answer answer = answer(request);
    int left = answer.blocks;
    // [Block] is one message, so its size comes before the first block: the sum of stored sizes.
    try (MessageWriter message = stream.beginWrite(answer.size)) {
      for (List<Hash> batch : answer.batches) {
        List<Bytes> stored = chain.raw(batch);
        if (stored.size() < batch.size()) {
          throw new StreamException(Fault.UNAVAILABLE, "a block was dropped while it was sent");
        }
        for (Bytes block : stored) {
          message.write(block);
          left--;
          stream.tell(new BlockTransferred(() -> decoded(block), left == 0));
        }
      }
    }
    stream.finish();
  }

  /** For those who watch the node; nobody else needs to know what is in a block. */
  private EncodedBlock decoded(Bytes block) {
    return EncodedBlock.codec(chain.parameters()).decode(block.toByteArray());
  }

  /** What is held while it is sent: of each block its hash alone. */
  private record Answer(List<List<Hash>> batches, int blocks, long size) {}

  private Answer answer(BlockRequest request) throws StreamException {
    List<BlockEntry> blocks = bounded(range(request));
    return new Answer(
        batches(blocks), blocks.size(), blocks.stream().mapToLong(BlockEntry::size).sum());
  }

  /** What answers the request; a child of the head is not there yet, which is no error. */
  private List<BlockEntry> range(BlockRequest request) throws StreamException {
    return chain
        .range(request, maxBlocks)
        .orElseThrow(
            () ->
                new StreamException(
                    Fault.UNAVAILABLE,
                    "no block "
                        + request.block().toShortHex()
                        + " here, or one that cannot be finalized"));
  }

  /** As many of the first blocks as a response may hold; one of them in any case. */
  private List<BlockEntry> bounded(List<BlockEntry> blocks) {
    long size = 0;
    for (int i = 0; i < blocks.size(); i++) {
      size += blocks.get(i).size();
      if (size > maxBytes && i > 0) {
        return blocks.subList(0, i);
      }
    }
    return blocks;
  }

  private static List<List<Hash>> batches(List<BlockEntry> blocks) {
    List<List<Hash>> batches = new ArrayList<>();
    List<Hash> batch = List.of();
    long size = BATCH;
    for (BlockEntry block : blocks) {
      if (size + block.size() > BATCH) {
        batch = new ArrayList<>();
        batches.add(batch);
        size = 0;
      }
      batch.add(block.ref().hash());
      size += block.size();
    }
    return batches;
  }
}

package io.tessera.sync.fast;

import io.tessera.chain.BlockEntry;
import io.tessera.chain.BlockFetcher;
import io.tessera.chain.BlockRequest;
import io.tessera.chain.BlockRequest.Direction;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.PartialState;
import io.tessera.chain.PartialState.Target;
import io.tessera.chain.SyncContext;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.crypto.ExtrinsicHash;
import io.tessera.net.Fault;
import io.tessera.net.StreamException;
import io.tessera.net.Workers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Fetches blocks backwards, each the parent of the one before: their hashes are known, so that none
 * can be another one. Used by one thread.
 */
final class BlockDownload {
  private final SyncContext context;
  private final Workers workers;
  private final Sources sources;
  private final Settings settings;
  private final LongSupplier nanoTime;

  BlockDownload(
      SyncContext context,
      Workers workers,
      Sources sources,
      Settings settings,
      LongSupplier nanoTime) {
    this.context = context;
    this.workers = workers;
    this.sources = sources;
    this.settings = settings;
    this.nanoTime = nanoTime;
  }

  /**
   * Fetches the target's ancestors as deep as the chain needs them, and keeps them; goes on below
   * those that are kept.
   *
   * @throws TargetLostException when no peer has them
   */
  void ancestors(PartialState partial, Target target)
      throws InterruptedException, TargetLostException {
    Map<Hash, BlockEntry> kept = new HashMap<>();
    for (BlockEntry entry : workers.compute(partial::blocks)) {
      kept.put(entry.ref().hash(), entry);
    }
    long deepest = target.block().slot() - context.chain().parameters().lookupAnchorAge();
    Hash genesis = context.chain().genesis().hash();
    Hash next = target.block().hash();
    long slot = target.block().slot();
    while (!next.equals(genesis) && slot > deepest) {
      BlockEntry entry = kept.get(next);
      if (entry == null) {
        int most = (int) Math.min(settings.blocks(), slot - deepest + 1);
        List<EncodedBlock> blocks =
            fetch(next, most)
                .orElseThrow(() -> new TargetLostException(false, "no peer has its ancestors"));
        workers.compute(
            () -> {
              partial.put(blocks);
              return null;
            });
        for (EncodedBlock block : blocks) {
          Hash parent = block.header().parent();
          kept.put(block.hash(), new BlockEntry(block.ref(), parent, 0, block.raw().size()));
        }
        entry = kept.get(next);
      }
      slot = entry.ref().slot();
      next = entry.parent();
    }
  }

  /**
   * Fetches a block and some of its ancestors, descending, from whoever has them; waits while peers
   * rest.
   *
   * @return at least one; empty when there are peers and none of them has it
   */
  Optional<List<EncodedBlock>> fetch(Hash from, int most) throws InterruptedException {
    while (!sources.nobodyHas(from)) {
      long seen = context.changes();
      Optional<PeerId> peer = sources.take(from);
      if (peer.isEmpty()) {
        context.awaitChange(seen, settings.firstRetry());
        continue;
      }
      List<EncodedBlock> blocks = fetchTaken(peer.get(), from, most);
      if (!blocks.isEmpty()) {
        return Optional.of(blocks);
      }
    }
    return Optional.empty();
  }

  /** The same from one peer; none when it fails. */
  List<EncodedBlock> fetch(PeerId peer, Hash from, int most) throws InterruptedException {
    sources.begin(peer);
    return fetchTaken(peer, from, most);
  }

  private List<EncodedBlock> fetchTaken(PeerId peer, Hash from, int most)
      throws InterruptedException {
    Descent descent = new Descent(from, most);
    long start = nanoTime.getAsLong();
    try {
      context.fetcher().fetch(peer, new BlockRequest(from, Direction.DESCENDING, most), descent);
      if (descent.blocks.isEmpty()) {
        throw new StreamException(Fault.TIMEOUT, "has no block to send");
      }
      checkBodies(descent.blocks);
      sources.succeeded(peer, descent.bytes, nanoTime.getAsLong() - start);
      return descent.blocks;
    } catch (StreamException e) {
      sources.failed(peer, from, e);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      return List.of();
    }
  }

  private void checkBodies(List<EncodedBlock> blocks) throws StreamException, InterruptedException {
    Optional<EncodedBlock> wrong =
        workers.compute(
            () ->
                blocks.stream()
                    .filter(
                        block ->
                            !ExtrinsicHash.of(block.block().extrinsic())
                                .equals(block.header().extrinsicHash()))
                    .findFirst());
    if (wrong.isPresent()) {
      throw new StreamException(
          Fault.MISBEHAVED, "block " + wrong.get().ref() + " has another body");
    }
  }

  /** Takes a sequence of blocks, each the parent of the one before. */
  private static final class Descent implements BlockFetcher.Sink {
    private final int most;
    private final List<EncodedBlock> blocks = new ArrayList<>();
    private Hash next;
    private long bytes;

    Descent(Hash from, int most) {
      next = from;
      this.most = most;
    }

    @Override
    public void accept(EncodedBlock block) throws StreamException {
      if (blocks.size() >= most) {
        throw new StreamException(Fault.MISBEHAVED, "more blocks than were asked for");
      }
      if (!block.hash().equals(next)) {
        throw new StreamException(
            Fault.MISBEHAVED, "block " + block.ref() + " is not " + next.toShortHex());
      }
      if (!blocks.isEmpty() && block.ref().slot() >= blocks.getLast().ref().slot()) {
        throw new StreamException(
            Fault.MISBEHAVED, "block " + block.ref() + " is not below its child");
      }
      next = block.header().parent();
      bytes += block.raw().size();
      blocks.add(block);
    }
  }
}

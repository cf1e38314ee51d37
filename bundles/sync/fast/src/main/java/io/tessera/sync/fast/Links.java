package io.tessera.sync.fast;

import io.tessera.chain.BlockRef;
import io.tessera.chain.EncodedBlock;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How the blocks that peers have finalized hang together: fetched from those who claim them, and
 * remembered. Used by one thread.
 */
final class Links {
  /** Blocks to remember: some hundred bytes each. */
  private static final int REMEMBERED = 20_000;

  /** A block's slot and parent. */
  private record Link(long slot, Hash parent) {}

  /** Peers of which it is remembered how long they took. */
  private static final int PEERS = 1024;

  /** So long a peer that took too long is not asked again. */
  private static final Duration REST = Duration.ofMinutes(10);

  /** The time spent on a peer, and since when it is counted. */
  private record Spent(long nanos, long since) {}

  private final BlockDownload blocks;
  private final Settings settings;
  private final LongSupplier nanoTime;
  private final Map<Hash, Link> links = bounded(REMEMBERED);
  private final Map<PeerId, Spent> spent = bounded(PEERS);

  Links(BlockDownload blocks, Settings settings, LongSupplier nanoTime) {
    this.blocks = blocks;
    this.settings = settings;
    this.nanoTime = nanoTime;
  }

  private static <K, V> Map<K, V> bounded(int most) {
    return new LinkedHashMap<>() {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > most;
      }
    };
  }

  /**
   * Whether a block that a peer has finalized is another one or descends from it. False as well
   * when the peer does not show it or takes too long to, or when they are too far apart. Nothing
   * proves the blocks in between but that they hang together: they may be made up.
   */
  boolean descends(PeerId peer, BlockRef block, BlockRef from) throws InterruptedException {
    Hash at = block.hash();
    long slot = block.slot();
    for (int steps = 0; steps < settings.deepest(); steps++) {
      if (at.equals(from.hash())) {
        return true;
      }
      if (slot <= from.slot()) {
        return false;
      }
      Link link = link(peer, at, slot - from.slot() + 1);
      if (link == null) {
        return false;
      }
      at = link.parent();
      slot = link.slot() - 1; // at most
    }
    return false;
  }

  private Link link(PeerId peer, Hash block, long most) throws InterruptedException {
    if (!links.containsKey(block) && hasTime(peer)) {
      int count = (int) Math.min(most, settings.blocks());
      long start = nanoTime.getAsLong();
      List<EncodedBlock> shown = blocks.fetch(peer, block, count);
      spend(peer, nanoTime.getAsLong() - start);
      for (EncodedBlock each : shown) {
        links.put(each.hash(), new Link(each.ref().slot(), each.header().parent()));
      }
    }
    return links.get(block);
  }

  private boolean hasTime(PeerId peer) {
    Spent soFar = spent.get(peer);
    if (soFar != null && nanoTime.getAsLong() - soFar.since() > REST.toNanos()) {
      spent.remove(peer);
      return true;
    }
    return soFar == null || soFar.nanos() < settings.showing().toNanos();
  }

  private void spend(PeerId peer, long nanos) {
    long now = nanoTime.getAsLong();
    spent.merge(peer, new Spent(nanos, now), (a, b) -> new Spent(a.nanos() + b.nanos(), a.since()));
  }
}

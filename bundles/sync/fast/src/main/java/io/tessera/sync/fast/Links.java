package io.tessera.sync.fast;

import io.tessera.chain.BlockRef;
import io.tessera.chain.EncodedBlock;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How the blocks that peers have finalized hang together: fetched from those who claim them, and
 * remembered. Used by one thread.
 */
final class Links {
  /** Blocks to remember: some hundred bytes each. */
  private static final int REMEMBERED = 20_000;

  /** A block's slot and parent. */
  private record Link(long slot, Hash parent) {}

  private final BlockDownload blocks;
  private final Settings settings;
  private final Map<Hash, Link> links =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Hash, Link> eldest) {
          return size() > REMEMBERED;
        }
      };

  Links(BlockDownload blocks, Settings settings) {
    this.blocks = blocks;
    this.settings = settings;
  }

  /**
   * Whether a block that a peer has finalized is another one or descends from it. False as well
   * when the peer does not show it, or when they are too far apart.
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
    if (!links.containsKey(block)) {
      int count = (int) Math.min(most, settings.blocks());
      for (EncodedBlock each : blocks.fetch(peer, block, count)) {
        links.put(each.hash(), new Link(each.ref().slot(), each.header().parent()));
      }
    }
    return links.get(block);
  }
}

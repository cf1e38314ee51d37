package io.tessera.sync.fast;

import io.tessera.chain.BlockRef;
import io.tessera.chain.PeerHead;
import io.tessera.chain.SyncContext;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the block that most peers agree to be final. Peers are never at the same block at the same
 * time: one that has finalized a descendant has finalized the block.
 */
final class Quorum {
  /** Blocks to look at: more do not help, since of many that agree some are lower. */
  private static final int CANDIDATES = 16;

  /**
   * A block that peers agree on.
   *
   * @param peers so many
   */
  record Agreed(BlockRef block, int peers) {}

  private final SyncContext context;
  private final Links links;
  private final Sources sources;
  private final Settings settings;
  private final Set<Hash> rejected = new HashSet<>();

  Quorum(SyncContext context, Links links, Sources sources, Settings settings) {
    this.context = context;
    this.links = links;
    this.sources = sources;
    this.settings = settings;
  }

  /** The highest finalized block that peers claim. */
  long highest() {
    return finals().values().stream().mapToLong(BlockRef::slot).max().orElse(0);
  }

  /** This block is never agreed on again: it is not valid on the state that it names. */
  void reject(BlockRef block) {
    rejected.add(block.hash());
  }

  /** Who has finalized a block or a descendant of it. */
  List<PeerId> supporters(BlockRef block) throws InterruptedException {
    Set<PeerId> supporters = new HashSet<>();
    for (Map.Entry<PeerId, BlockRef> each : finals().entrySet()) {
      if (each.getValue().slot() >= block.slot()
          && links.descends(each.getKey(), each.getValue(), block)) {
        supporters.add(each.getKey());
      }
    }
    return List.copyOf(supporters);
  }

  /**
   * The block with the most supporters, of several the highest; empty when none has enough.
   *
   * @param above a block that it must descend from, if there is one
   */
  Optional<Agreed> find(Optional<BlockRef> above) throws InterruptedException {
    Map<PeerId, BlockRef> finals = finals();
    List<BlockRef> candidates =
        finals.values().stream()
            .distinct()
            .filter(block -> !rejected.contains(block.hash()) && block.slot() > 0)
            .sorted(Comparator.comparingLong(BlockRef::slot).reversed())
            .toList();
    Agreed best = null;
    int seen = 0;
    for (BlockRef candidate : candidates) {
      int most = atOrAbove(finals, candidate);
      if (most < settings.quorum() || (best != null && most <= best.peers())) {
        continue;
      }
      if (seen++ == CANDIDATES) {
        break;
      }
      List<PeerId> supporters = supporters(candidate);
      boolean descends =
          above.isEmpty()
              || (!supporters.isEmpty()
                  && links.descends(supporters.getFirst(), candidate, above.get()));
      if (descends
          && supporters.size() >= settings.quorum()
          && (best == null || supporters.size() > best.peers())) {
        best = new Agreed(candidate, supporters.size());
      }
    }
    return Optional.ofNullable(best);
  }

  private static int atOrAbove(Map<PeerId, BlockRef> finals, BlockRef block) {
    return (int) finals.values().stream().filter(each -> each.slot() >= block.slot()).count();
  }

  private Map<PeerId, BlockRef> finals() {
    Map<PeerId, BlockRef> finals = new HashMap<>();
    for (PeerHead head : context.peerHeads()) {
      if (!sources.lies(head.peer())) {
        finals.merge(head.peer(), head.finalized(), (a, b) -> a.slot() >= b.slot() ? a : b);
      }
    }
    return finals;
  }
}

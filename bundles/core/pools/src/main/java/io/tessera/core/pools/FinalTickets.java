package io.tessera.core.pools;

import io.tessera.chain.BlockRef;
import io.tessera.chain.EncodedBlock;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.block.TicketBody;
import io.tessera.lib.crypto.VrfOutput;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which tickets the final blocks of an epoch have brought. The state alone does not tell: a ticket
 * leaves the accumulator when better ones come. Safe from any thread.
 */
final class FinalTickets {

  /** A block that is not final, and the ids of its tickets. */
  private record Open(long slot, Hash parent, List<Hash> ids) {}

  /** Of one epoch, above the latest final block. */
  private final Map<Hash, Open> open = new HashMap<>();

  private long epoch = -1;

  private final Set<Hash> ids = new HashSet<>();

  /** Begins anew, with what final blocks have brought. */
  synchronized void begin(List<TicketBody> brought) {
    ids.clear();
    brought.forEach(ticket -> ids.add(ticket.id()));
  }

  /** Takes in a block of an epoch that may become final; those of other epochs are forgotten. */
  synchronized void imported(EncodedBlock block, long ofEpoch) {
    if (epoch != ofEpoch) {
      open.clear();
      epoch = ofEpoch;
    }
    List<Hash> brought =
        block.block().extrinsic().tickets().stream()
            .map(ticket -> VrfOutput.of(ticket.signature()))
            .toList();
    open.put(block.hash(), new Open(block.ref().slot(), block.header().parent(), brought));
  }

  /** A block has become final, with all beneath. */
  synchronized void finalized(BlockRef block) {
    Hash at = block.hash();
    for (Open now = open.remove(at); now != null; now = open.remove(at)) {
      ids.addAll(now.ids);
      at = now.parent;
    }
    open.values().removeIf(it -> it.slot <= block.slot());
  }

  synchronized boolean contains(Hash id) {
    return ids.contains(id);
  }
}

package io.tessera.protocol.up0;

import io.tessera.chain.Announcements;
import io.tessera.chain.BlockRef;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What the other side of one stream says about its chain, kept to be told to a sync controller that
 * comes later. Safe from any thread; calls the controller under its lock, so that the controller
 * gets the words in the order in which they came.
 */
final class Neighbour {
  private final PeerId peer;
  private final Map<Hash, BlockRef> leaves = new LinkedHashMap<>();
  private BlockRef finalized;

  Neighbour(PeerId peer, Handshake handshake) {
    this.peer = peer;
    finalized = handshake.finalized();
    handshake.leaves().forEach(leaf -> leaves.put(leaf.hash(), leaf));
  }

  /**
   * Takes an announcement in and passes it on.
   *
   * @param controller asked after the announcement is kept: a controller that comes in between gets
   *     it by {@link #introduce}
   */
  synchronized void announced(Announcement announcement, Supplier<Announcements> controller) {
    finalized = announcement.finalized();
    leaves.remove(announcement.header().parent());
    leaves.values().removeIf(leaf -> leaf.slot() < finalized.slot());
    if (leaves.size() >= Handshake.MAX_LEAVES) {
      leaves.remove(leaves.keySet().iterator().next());
    }
    leaves.put(announcement.hash(), announcement.ref());
    Announcements to = controller.get();
    if (to != null) {
      to.announced(peer, announcement.header(), announcement.hash(), finalized);
    }
  }

  /** Tells all that is known: the handshake, as it would be now. */
  synchronized void introduce(Announcements to) {
    if (to != null) {
      to.handshake(peer, finalized, List.copyOf(leaves.values()));
    }
  }
}

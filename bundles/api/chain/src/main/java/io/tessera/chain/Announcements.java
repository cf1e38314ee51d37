package io.tessera.chain;

import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.block.Header;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Takes what peers announce (JAMNP-S, "UP 0"); a service of the sync controller. Never blocks.
 * Claims only: nothing of it is verified.
 */
@ProviderType
public interface Announcements {

  /**
   * A peer's handshake: its latest finalized block and its leaves. Replaces what it said before.
   */
  void handshake(PeerId peer, BlockRef finalized, List<BlockRef> leaves);

  /** A peer announced a block, with its latest finalized block. */
  void announced(PeerId peer, Header header, Hash hash, BlockRef finalized);
}

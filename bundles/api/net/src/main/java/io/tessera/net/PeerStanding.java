package io.tessera.net;

import io.tessera.lib.codec.PeerId;
import org.osgi.annotation.versioning.ProviderType;

/** What we think of peers; the peer manager keeps it. Safe from any thread. */
@ProviderType
public interface PeerStanding {

  /** Standing of a peer that we know nothing bad about. */
  int GOOD = 100;

  /**
   * A peer broke a rule: lowers its standing; at zero it is disconnected and kept away for a time.
   */
  void misbehaved(PeerId peer, String reason);

  /** A peer's standing, from 0 to {@link #GOOD}. */
  int of(PeerId peer);
}

package io.tessera.net;

import io.tessera.lib.codec.PeerId;
import java.time.Duration;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Keeps peers away: a service of the peer manager, for operators. Bans survive restarts. Safe from
 * any thread, never blocks.
 */
@ProviderType
public interface PeerBans {

  /**
   * Disconnects a peer and neither dials nor admits it for a time, reserved or not; a longer ban
   * that there is stays.
   *
   * @param time from now; more than a year counts as a year
   */
  void ban(PeerId peer, Duration time, String reason);

  /**
   * Ends a peer's ban; what is known against it is forgotten.
   *
   * @return whether it was banned
   */
  boolean unban(PeerId peer);
}

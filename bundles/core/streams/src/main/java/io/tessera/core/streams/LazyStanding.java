package io.tessera.core.streams;

import io.tessera.lib.codec.PeerId;
import io.tessera.net.PeerStanding;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/**
 * The peer manager's standing, got from the framework at each use: misbehaviour is rare, and a
 * reference alone makes nobody wait for anybody.
 */
record LazyStanding(BundleContext context, ServiceReference<PeerStanding> reference)
    implements PeerStanding {

  @Override
  public void misbehaved(PeerId peer, String reason) {
    PeerStanding standing = context.getService(reference);
    if (standing != null) {
      standing.misbehaved(peer, reason);
    }
  }

  @Override
  public int of(PeerId peer) {
    PeerStanding standing = context.getService(reference);
    return standing == null ? GOOD : standing.of(peer);
  }
}

package io.tessera.net.transport;

import io.tessera.lib.codec.PeerId;
import io.tessera.net.PeerName;
import java.io.IOException;

/**
 * What answered at a dialed address is not the peer that was to be there: it proved another key, or
 * showed a certificate that is not its key's, or is of another chain's network. It is not dialed
 * there again.
 */
public final class WrongPeerException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Another peer: names both in the message. */
  public WrongPeerException(PeerName expected, PeerId found) {
    super("peer " + found.shortName() + " answered where " + expected.shortName() + " should be");
  }

  /** No peer of this network, for a reason. */
  public WrongPeerException(String reason, Throwable cause) {
    super(reason, cause);
  }
}

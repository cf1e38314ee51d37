package io.tessera.net.transport;

import io.tessera.lib.codec.PeerId;
import java.io.IOException;

/** The peer at a dialed address proved another key than expected: it is not dialed there again. */
public final class WrongPeerException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Names both peers in the message. */
  public WrongPeerException(PeerId expected, PeerId found) {
    super("peer " + found.shortName() + " answered where " + expected.shortName() + " should be");
  }
}

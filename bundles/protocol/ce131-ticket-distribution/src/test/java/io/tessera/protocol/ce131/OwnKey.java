package io.tessera.protocol.ce131;

import io.tessera.lib.codec.PeerId;
import io.tessera.net.NodeKey;

/** Who the node under test is. */
record OwnKey(PeerId id) implements NodeKey {
  @Override
  public byte[] seed() {
    throw new AssertionError("nothing is signed");
  }
}

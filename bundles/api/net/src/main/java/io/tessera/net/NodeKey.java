package io.tessera.net;

import io.tessera.lib.codec.PeerId;

/** This node's Ed25519 key: a service of the peer manager, for transports. */
public interface NodeKey {

  /** Who this node is. */
  PeerId id();

  /** The secret 32-byte seed (RFC 8032), as a copy. Never log it. */
  byte[] seed();
}

package io.tessera.net;

import io.tessera.lib.codec.PeerId;
import org.osgi.annotation.versioning.ProviderType;

/** This node's Ed25519 key: a service of the peer manager, for transports. */
@ProviderType
public interface NodeKey {

  /** Who this node is. */
  PeerId id();

  /** The secret 32-byte seed (RFC 8032), as a copy. Never log it. */
  byte[] seed();
}

package io.tessera.net.transport;

import org.osgi.annotation.versioning.ProviderType;

/** Takes the connections that peers open. The peer manager registers one for good. */
@ProviderType
public interface ConnectionListener {

  /**
   * A peer has connected and proved its key. The connection reads nothing until {@link
   * Connection#start} is called; the listener may close it instead. Called on the event loop.
   */
  void accepted(Connection connection);
}

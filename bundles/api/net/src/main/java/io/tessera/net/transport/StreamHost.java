package io.tessera.net.transport;

import io.tessera.net.Peer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Runs the streams of connections: a service of the stream runtime for the peer manager, which owns
 * the connections. Safe from any thread, never blocks.
 */
@ProviderType
public interface StreamHost {

  /**
   * Starts the connection ({@link Connection#start}) and runs all of its streams, those of the peer
   * and those that this side opens, until {@link Connection#closed} tells its end. To be called
   * once for each connection that was admitted, before {@link io.tessera.net.PeerListener}s are
   * told. A later connection to the same peer takes the earlier one's place for new streams; the
   * streams of the earlier one go on until it is closed.
   *
   * @param peer what plugins see of the connection
   */
  Attachment attach(Peer peer, Connection connection);

  /** A connection whose streams are run. Safe from any thread. */
  interface Attachment {

    /** How many streams are open on the connection now. */
    int activeStreams();
  }
}

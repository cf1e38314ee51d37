package io.tessera.net;

import io.tessera.lib.codec.PeerId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** Opens streams to connected peers; a service of the stream runtime. */
@ProviderType
public interface Streams {

  /**
   * Opens a common ephemeral stream. Its kind byte goes out with the first message. Close it with
   * try-with-resources.
   *
   * @param timeout longest wait for each message and for room to open a stream; {@link
   *     StreamProtocol.Limits} of the other fields are the defaults
   * @throws StreamException DISCONNECTED when the peer is not connected
   */
  PeerStream open(PeerId peer, int kind, Duration timeout) throws StreamException;

  /** The protocols that are there, by kind; those that another one outranks are listed too. */
  List<ProtocolInfo> protocols();

  /**
   * A protocol plugin and its counts since it started.
   *
   * @param kind stream kind
   * @param name name for people
   * @param bundle symbolic name of the bundle that provides it
   * @param version version of that bundle
   * @param ranking service ranking
   * @param serving whether it is the one that serves its kind
   * @param active streams that are open
   * @param served streams that ended well
   * @param failed streams that ended with a fault
   * @param lastFault the last of them that says something about this node or its peers, see {@link
   *     StreamFault}
   */
  record ProtocolInfo(
      int kind,
      String name,
      String bundle,
      String version,
      int ranking,
      boolean serving,
      long active,
      long served,
      long failed,
      Optional<StreamFault> lastFault) {}
}

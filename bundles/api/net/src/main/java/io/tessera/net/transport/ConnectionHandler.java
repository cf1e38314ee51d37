package io.tessera.net.transport;

import org.osgi.annotation.versioning.ProviderType;

/** Takes a connection's events, on its event loop: nothing here may block or run long. */
@ProviderType
public interface ConnectionHandler {

  /** The peer opened a stream; the handler gets its events. */
  StreamHandler accepted(TransportStream stream);

  /**
   * All that one datagram batch brought has been delivered: the moment to wake up, once, the
   * threads that wait for it. Comes after every delivery of stream events, also of one that no
   * datagram brought, such as what was held back while reading was off.
   */
  void readComplete();

  /** The peer allows more streams than before. */
  void streamsAvailable();
}

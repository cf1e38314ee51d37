package io.tessera.net.transport;

import java.nio.ByteBuffer;
import org.osgi.annotation.versioning.ProviderType;

/** Takes a stream's events, on the connection's event loop: nothing here may block or run long. */
@ProviderType
public interface StreamHandler {

  /** Bytes have come in. The buffer is valid during the call only. */
  void data(ByteBuffer bytes);

  /** The peer has finished its half: nothing comes in any more. */
  void fin();

  /** The peer has reset its half or asked this side to stop: the stream is of no use any more. */
  void reset(long code);

  /**
   * Bytes that were queued have gone out and {@link TransportStream#queued} has become smaller.
   * Told of the last bytes as well, whether or not the peer has finished its half before.
   */
  void writable();

  /**
   * The stream has ended without a FIN or reset of its own: the connection is gone, or the stream
   * could not be opened.
   */
  void closed(String reason);
}

package io.tessera.chain;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.block.Preimage;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Preimages that services have requested on chain and no final block has brought yet: a service of
 * core/pools. Nothing else is taken, so that nobody can fill it with what the chain does not ask
 * for; and what is held stays until it is final, so that newcomers push nothing out. Safe from any
 * thread.
 */
@ProviderType
public interface PreimagePool {

  /**
   * Whether the head's state has this request unanswered, the preimage is not held yet, and there
   * is room for it. False where this node does not know all of the head's state.
   *
   * @throws InterruptedException when the caller is interrupted while the state is read
   */
  boolean isWanted(Request request) throws InterruptedException;

  /** Whether it is not held yet and there is room for it. Quick. */
  default boolean hasRoomFor(Request request) {
    return true;
  }

  /**
   * Takes a preimage that {@link #isWanted}, and tells the listeners.
   *
   * @param from the peer that it came from; empty when it came from this node's operator
   * @return whether it was taken
   * @throws InterruptedException when the caller is interrupted while the state is read
   */
  boolean offer(Preimage preimage, Optional<PeerId> from) throws InterruptedException;

  /** A preimage that is held, by its hash. */
  Optional<Bytes> find(Hash hash);

  /** What is held, the oldest first. */
  List<Request> held();

  /** Tells a listener of what is held already, and of what will be. */
  void addListener(PreimageListener listener);

  /** Tells it no more. */
  void removeListener(PreimageListener listener);

  /**
   * A service's request for a preimage, as it stands in the state and in JAMNP-S, "CE 142": {@code
   * Service ID ++ Hash ++ Preimage Length}, 40 bytes.
   *
   * @param service index of the service, of 32 bits
   * @param hash Blake2b hash of the preimage
   * @param length the preimage's length in bytes, of 32 bits
   */
  record Request(long service, Hash hash, long length) {
    /** Size of the encoding in bytes. */
    public static final int SIZE = 4 + Hash.SIZE + 4;

    /** The index as four bytes, the hash, the length as four bytes. */
    public static final Codec<Request> CODEC =
        Codec.of(
            "preimage request",
            in -> new Request(in.u32(), Hash.CODEC.decode(in), in.u32()),
            (request, out) -> {
              out.u32(request.service);
              out.bytes(request.hash);
              out.u32(request.length);
            });
  }
}

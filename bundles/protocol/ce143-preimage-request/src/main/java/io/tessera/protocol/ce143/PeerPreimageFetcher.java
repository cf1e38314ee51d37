package io.tessera.protocol.ce143;

import io.tessera.chain.PreimageFetcher;
import io.tessera.chain.event.PreimageEvents.PreimageRequested;
import io.tessera.chain.event.PreimageEvents.PreimageTransferred;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.crypto.Blake2b;
import io.tessera.net.Fault;
import io.tessera.net.MessageReader;
import io.tessera.net.PeerStream;
import io.tessera.net.StreamException;
import io.tessera.net.Streams;
import io.tessera.net.Workers;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Asks a peer for a preimage, and hashes what comes before anybody sees it. */
@Component(service = PreimageFetcher.class)
public final class PeerPreimageFetcher implements PreimageFetcher {
  private static final Duration TIMEOUT = Duration.ofSeconds(15);

  /** Memory grows with what comes, not with what was announced. */
  private static final int PIECE = 64 * 1024;

  private final Streams streams;
  private final Workers workers;

  /** Asks through the streams given. */
  @Activate
  public PeerPreimageFetcher(@Reference Streams streams, @Reference Workers workers) {
    this.streams = streams;
    this.workers = workers;
  }

  @Override
  public Bytes fetch(PeerId peer, Hash hash, long length) throws StreamException {
    try (PeerStream stream = streams.open(peer, PreimageRequestProtocol.KIND, TIMEOUT)) {
      stream.tell(new PreimageRequested(hash));
      stream.finish(Hash.CODEC, hash);
      byte[] preimage = read(stream.beginRead(length), length);
      stream.readFin();
      stream.tell(new PreimageTransferred(length));
      if (!workers.compute(() -> Blake2b.hash(preimage)).equals(hash)) {
        throw new StreamException(Fault.MISBEHAVED, "what came has not the hash " + hash);
      }
      return Bytes.wrap(preimage);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StreamException(Fault.CANCELLED, "stopped while a preimage was hashed", e);
    }
  }

  private static byte[] read(MessageReader message, long length) throws StreamException {
    if (message.size() != length) {
      throw new StreamException(
          Fault.MISBEHAVED, message.size() + " bytes instead of the " + length + " asked for");
    }
    ByteArrayOutputStream preimage = new ByteArrayOutputStream();
    while (message.hasNext()) {
      int next = (int) Math.min(PIECE, length - preimage.size());
      preimage.writeBytes(message.next(piece(next), next));
    }
    return preimage.toByteArray();
  }

  private static Codec<byte[]> piece(int size) {
    return Codec.of("piece", in -> in.bytes(size), (bytes, out) -> out.bytes(bytes));
  }
}

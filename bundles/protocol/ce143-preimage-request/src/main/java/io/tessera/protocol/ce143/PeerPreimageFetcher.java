package io.tessera.protocol.ce143;

import io.tessera.chain.PreimageFetcher;
import io.tessera.chain.SlotClock;
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
import java.time.Instant;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Asks a peer for a preimage, and hashes what comes before anybody sees it. */
@Component(service = PreimageFetcher.class)
public final class PeerPreimageFetcher implements PreimageFetcher {
  private static final Duration TIMEOUT = Duration.ofSeconds(15);

  /** Memory grows with what comes, not with what was announced. */
  private static final int PIECE = 64 * 1024;

  /** Who sends more slowly takes a place that others are better for. */
  private static final int LEAST_BYTES_PER_SECOND = 2 * PIECE;

  private final Streams streams;
  private final Workers workers;
  private final SlotClock clock;

  /** Asks through the streams given. */
  @Activate
  public PeerPreimageFetcher(
      @Reference Streams streams, @Reference Workers workers, @Reference SlotClock clock) {
    this.streams = streams;
    this.workers = workers;
    this.clock = clock;
  }

  @Override
  public Bytes fetch(PeerId peer, Hash hash, long length) throws StreamException {
    Instant deadline = clock.instant().plus(TIMEOUT).plusSeconds(length / LEAST_BYTES_PER_SECOND);
    try (PeerStream stream = streams.open(peer, PreimageRequestProtocol.KIND, TIMEOUT)) {
      stream.tell(new PreimageRequested(hash));
      stream.finish(Hash.CODEC, hash);
      byte[] preimage = read(stream.beginRead(length), length, deadline);
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

  /** The deadline counts between pieces; one of them may take a timeout more. */
  private byte[] read(MessageReader message, long length, Instant deadline) throws StreamException {
    if (message.size() != length) {
      throw new StreamException(
          Fault.MISBEHAVED, message.size() + " bytes instead of the " + length + " asked for");
    }
    ByteArrayOutputStream preimage = new ByteArrayOutputStream();
    while (message.hasNext()) {
      if (clock.instant().isAfter(deadline)) {
        throw new StreamException(
            Fault.TIMEOUT, preimage.size() + " of " + length + " bytes have come so far");
      }
      int next = (int) Math.min(PIECE, length - preimage.size());
      preimage.writeBytes(message.next(piece(next), next));
    }
    return preimage.toByteArray();
  }

  private static Codec<byte[]> piece(int size) {
    return Codec.of("piece", in -> in.bytes(size), (bytes, out) -> out.bytes(bytes));
  }
}

package io.tessera.protocol.ce143;

import io.tessera.chain.PreimagePool;
import io.tessera.chain.event.PreimageEvents.PreimageRequested;
import io.tessera.chain.event.PreimageEvents.PreimageTransferred;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.net.Fault;
import io.tessera.net.PeerStream;
import io.tessera.net.StreamException;
import io.tessera.net.StreamKind;
import io.tessera.net.StreamProtocol;
import java.time.Duration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Serves the preimages that the pool holds. */
@Component(service = StreamProtocol.class)
@StreamKind(PreimageRequestProtocol.KIND)
public final class PreimageRequestProtocol implements StreamProtocol {
  static final int KIND = 143;

  /** A peer asks for what it was told of, which is not much at once. */
  private static final Limits LIMITS = new Limits(Hash.SIZE, Duration.ofSeconds(15), 4);

  private final PreimagePool pool;

  /** Serves a pool. */
  @Activate
  public PreimageRequestProtocol(@Reference PreimagePool pool) {
    this.pool = pool;
  }

  @Override
  public String name() {
    return "CE 143 preimage request";
  }

  @Override
  public Limits limits() {
    return LIMITS;
  }

  @Override
  public void serve(PeerStream stream) throws StreamException {
    Hash hash = stream.read(Hash.CODEC);
    stream.tell(new PreimageRequested(hash));
    stream.readFin();
    Bytes preimage =
        pool.find(hash)
            .orElseThrow(
                () ->
                    new StreamException(Fault.UNAVAILABLE, "no preimage of " + hash.toShortHex()));
    stream.write(preimage);
    stream.finish();
    stream.tell(new PreimageTransferred(preimage.size()));
  }
}

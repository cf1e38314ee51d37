package io.tessera.protocol.ce131;

import io.tessera.chain.TicketLottery;
import io.tessera.chain.TicketPool;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.net.Fault;
import io.tessera.net.PeerStream;
import io.tessera.net.StreamException;
import io.tessera.net.StreamKind;
import io.tessera.net.StreamProtocol;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Takes tickets from their proxies. */
@Component(service = StreamProtocol.class)
@StreamKind(TicketForwardProtocol.KIND)
public final class TicketForwardProtocol implements StreamProtocol {
  static final int KIND = 132;

  private final TicketPool pool;

  /** A current validator's half. */
  @Activate
  public TicketForwardProtocol(@Reference TicketPool pool) {
    this.pool = pool;
  }

  @Override
  public String name() {
    return "CE 132 ticket from proxy";
  }

  @Override
  public Limits limits() {
    return Arrivals.LIMITS;
  }

  @Override
  public void serve(PeerStream stream) throws StreamException {
    Arrivals.serve(stream, pool, TicketForwardProtocol::check);
  }

  private static void check(TicketLottery lottery, Hash id, PeerId sender) throws StreamException {
    if (!Proxy.of(lottery, id).equals(Optional.of(sender))) {
      throw new StreamException(Fault.REFUSED, "not the proxy of ticket " + id.toShortHex());
    }
  }
}

package io.tessera.protocol.ce131;

import io.tessera.chain.TicketLottery;
import io.tessera.chain.TicketPool;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.net.Fault;
import io.tessera.net.NodeKey;
import io.tessera.net.PeerStream;
import io.tessera.net.StreamException;
import io.tessera.net.StreamKind;
import io.tessera.net.StreamProtocol;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Takes tickets of which this node is the proxy from those who made them. */
@Component(service = StreamProtocol.class)
@StreamKind(TicketToProxyProtocol.KIND)
public final class TicketToProxyProtocol implements StreamProtocol {
  static final int KIND = 131;

  private final TicketPool pool;
  private final NodeKey self;

  /** A proxy's half. */
  @Activate
  public TicketToProxyProtocol(@Reference TicketPool pool, @Reference NodeKey self) {
    this.pool = pool;
    this.self = self;
  }

  @Override
  public String name() {
    return "CE 131 ticket to proxy";
  }

  @Override
  public Limits limits() {
    return Arrivals.LIMITS;
  }

  @Override
  public void serve(PeerStream stream) throws StreamException {
    Arrivals.serve(stream, pool, this::check);
  }

  /** Tickets are proven to be made by one of the next epoch's validators: nobody else has any. */
  private void check(TicketLottery lottery, Hash id, PeerId sender) throws StreamException {
    if (!lottery.next().contains(sender.key())) {
      throw new StreamException(Fault.REFUSED, "no validator of the next epoch");
    }
    if (!Proxy.of(lottery, id).equals(Optional.of(self.id()))) {
      throw new StreamException(Fault.MISBEHAVED, "ticket " + id.toShortHex() + " is another's");
    }
  }
}

package io.tessera.operator.telemetry;

import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.net.event.Side;
import java.util.List;

/** JIP-3, section "Safrole ticket events". */
final class TicketMessages {
  private TicketMessages() {}

  /** A set is being made. */
  record GeneratingTickets(long epoch) implements Message {
    @Override
    public int type() {
      return 80;
    }

    @Override
    public void write(Fields out) {
      out.u32(epoch);
    }
  }

  /** It is not. */
  record TicketGenerationFailed(long begun, String reason) implements Message {
    @Override
    public int type() {
      return 81;
    }

    @Override
    public void write(Fields out) {
      out.id(begun).reason(reason);
    }
  }

  /** It is. */
  record TicketsGenerated(long begun, List<Hash> ids) implements Message {
    @Override
    public int type() {
      return 82;
    }

    @Override
    public void write(Fields out) {
      out.id(begun).list(ids, Fields::hash);
    }
  }

  /** A ticket did not arrive. */
  record TicketTransferFailed(PeerId peer, Side sender, boolean fromProxy, String reason)
      implements Message {
    @Override
    public int type() {
      return 83;
    }

    @Override
    public void write(Fields out) {
      out.peer(peer).side(sender).bool(fromProxy).reason(reason);
    }
  }

  /** A ticket did. */
  record TicketTransferred(
      PeerId peer, Side sender, boolean fromProxy, long epoch, int attempt, Hash id)
      implements Message {
    @Override
    public int type() {
      return 84;
    }

    @Override
    public void write(Fields out) {
      out.peer(peer).side(sender).bool(fromProxy).u32(epoch).u8(attempt).hash(id);
    }
  }
}

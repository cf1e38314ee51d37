package io.tessera.lib.codec.state;

import io.tessera.lib.codec.BandersnatchPublic;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.JamReader;
import io.tessera.lib.codec.JamWriter;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.TicketBody;
import java.util.List;

/** γ_S: who may seal a block in which slot of the epoch (Gray Paper, "The Slot Key Sequence"). */
public sealed interface SealKeys {

  /**
   * The regular case.
   *
   * @param tickets the winning tickets, one a slot
   */
  record Tickets(List<TicketBody> tickets) implements SealKeys {
    /** Takes a copy of the list. */
    public Tickets {
      tickets = List.copyOf(tickets);
    }
  }

  /**
   * The fallback when there were not enough tickets.
   *
   * @param keys the sealing validator's key, one a slot
   */
  record Fallback(List<BandersnatchPublic> keys) implements SealKeys {
    /** Takes a copy of the list. */
    public Fallback {
      keys = List.copyOf(keys);
    }
  }

  /** A tag, 0 for tickets and 1 for keys, then one for each of an epoch's E slots. */
  static Codec<SealKeys> codec(ProtocolParameters parameters) {
    Codec<List<TicketBody>> tickets =
        Codec.array("tickets", TicketBody.CODEC, parameters.epochLength());
    Codec<List<BandersnatchPublic>> keys =
        Codec.array("keys", BandersnatchPublic.CODEC, parameters.epochLength());
    return Codec.of(
        "seal_keys",
        (JamReader in) ->
            in.bool() ? new Fallback(keys.decode(in)) : new Tickets(tickets.decode(in)),
        (SealKeys value, JamWriter out) -> {
          switch (value) {
            case Tickets regular -> {
              out.bool(false);
              tickets.encode(regular.tickets, out);
            }
            case Fallback fallback -> {
              out.bool(true);
              keys.encode(fallback.keys, out);
            }
          }
        });
  }
}

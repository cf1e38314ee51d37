package io.tessera.lib.codec.state;

import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.TicketBody;
import java.util.List;

/**
 * γ: the state of block production (Gray Paper, section "Safrole Basic State").
 *
 * @param pendingSet the validators of the next epoch
 * @param epochRoot commitment to their Bandersnatch keys
 * @param sealKeys who may seal in which slot of this epoch
 * @param accumulator the best tickets for the next epoch so far, at most E, ascending by id
 */
public record SafroleState(
    List<ValidatorData> pendingSet,
    EpochRoot epochRoot,
    SealKeys sealKeys,
    List<TicketBody> accumulator) {

  /** Takes copies of the lists. */
  public SafroleState {
    pendingSet = List.copyOf(pendingSet);
    accumulator = List.copyOf(accumulator);
  }

  /** The codec for a chain with these parameters (V and E matter). */
  public static Codec<SafroleState> codec(ProtocolParameters parameters) {
    Codec<List<ValidatorData>> pending = ValidatorData.setCodec(parameters);
    Codec<SealKeys> sealKeys = SealKeys.codec(parameters);
    Codec<List<TicketBody>> accumulator = accumulatorCodec(parameters);
    return Codec.of(
        "safrole",
        in ->
            new SafroleState(
                pending.decode(in),
                EpochRoot.CODEC.decode(in),
                sealKeys.decode(in),
                accumulator.decode(in)),
        (state, out) -> {
          pending.encode(state.pendingSet, out);
          out.bytes(state.epochRoot);
          sealKeys.encode(state.sealKeys, out);
          accumulator.encode(state.accumulator, out);
        });
  }

  /** The codec of the ticket accumulator alone. */
  public static Codec<List<TicketBody>> accumulatorCodec(ProtocolParameters parameters) {
    return Codec.list("accumulator", TicketBody.CODEC, Hash.SIZE + 1, 0, parameters.epochLength());
  }
}

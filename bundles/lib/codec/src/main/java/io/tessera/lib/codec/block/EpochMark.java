package io.tessera.lib.codec.block;

import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import java.util.List;

/**
 * What the first block of an epoch announces for the next one (Gray Paper, section "The Header",
 * "The Markers").
 *
 * @param entropy the entropy of the epoch that begins, used when its seals fall back to keys
 * @param ticketsEntropy the entropy that the next epoch's tickets are made with
 * @param validators all V validators of the next epoch, by index
 */
public record EpochMark(Hash entropy, Hash ticketsEntropy, List<ValidatorKeys> validators) {
  /** Takes a copy of the list. */
  public EpochMark {
    validators = List.copyOf(validators);
  }

  /** The codec for a chain of {@code V} validators. */
  public static Codec<EpochMark> codec(ProtocolParameters parameters) {
    Codec<List<ValidatorKeys>> validators =
        Codec.array("validators", ValidatorKeys.CODEC, parameters.validators());
    return Codec.of(
        "epoch_mark",
        in -> new EpochMark(Hash.CODEC.decode(in), Hash.CODEC.decode(in), validators.decode(in)),
        (mark, out) -> {
          out.bytes(mark.entropy);
          out.bytes(mark.ticketsEntropy);
          validators.encode(mark.validators, out);
        });
  }
}

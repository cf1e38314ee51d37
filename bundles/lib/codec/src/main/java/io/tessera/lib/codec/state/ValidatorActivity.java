package io.tessera.lib.codec.state;

import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.ProtocolParameters;
import java.util.List;

/**
 * What a validator did in an epoch: six 32-bit counts.
 *
 * @param blocks blocks it made
 * @param tickets tickets it brought in
 * @param preimages preimages it brought in
 * @param preimagesSize their octets in total
 * @param guarantees reports it guaranteed
 * @param assurances assurances it gave
 */
public record ValidatorActivity(
    long blocks,
    long tickets,
    long preimages,
    long preimagesSize,
    long guarantees,
    long assurances) {

  /** It did nothing. */
  public static final ValidatorActivity NONE = new ValidatorActivity(0, 0, 0, 0, 0, 0);

  /** Six numbers of four bytes. */
  public static final Codec<ValidatorActivity> CODEC =
      Codec.of(
          "validator_activity",
          in -> new ValidatorActivity(in.u32(), in.u32(), in.u32(), in.u32(), in.u32(), in.u32()),
          (activity, out) -> {
            out.u32(activity.blocks);
            out.u32(activity.tickets);
            out.u32(activity.preimages);
            out.u32(activity.preimagesSize);
            out.u32(activity.guarantees);
            out.u32(activity.assurances);
          });

  /** One for each of V validators. */
  public static Codec<List<ValidatorActivity>> listCodec(ProtocolParameters parameters) {
    return Codec.array("validators", CODEC, parameters.validators());
  }
}

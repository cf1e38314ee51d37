package io.tessera.lib.codec.state;

import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.ProtocolParameters;
import java.util.List;

/**
 * What happened on a core in a block. All numbers are unsigned 64-bit naturals.
 *
 * @param dataLoad octets written for availability
 * @param popularity assurances of the core's report
 * @param imports segments imported
 * @param extrinsicCount extrinsics used
 * @param extrinsicSize their octets in total
 * @param exports segments exported
 * @param bundleSize octets of the work-bundles
 * @param gasUsed gas that refinement used
 */
public record CoreActivity(
    long dataLoad,
    long popularity,
    long imports,
    long extrinsicCount,
    long extrinsicSize,
    long exports,
    long bundleSize,
    long gasUsed) {

  /** Nothing happened. */
  public static final CoreActivity NONE = new CoreActivity(0, 0, 0, 0, 0, 0, 0, 0);

  /** Eight naturals of variable length. */
  public static final Codec<CoreActivity> CODEC =
      Codec.of(
          "core_activity",
          in ->
              new CoreActivity(
                  in.natural(),
                  in.natural(),
                  in.natural(),
                  in.natural(),
                  in.natural(),
                  in.natural(),
                  in.natural(),
                  in.natural()),
          (activity, out) -> {
            out.natural(activity.dataLoad);
            out.natural(activity.popularity);
            out.natural(activity.imports);
            out.natural(activity.extrinsicCount);
            out.natural(activity.extrinsicSize);
            out.natural(activity.exports);
            out.natural(activity.bundleSize);
            out.natural(activity.gasUsed);
          });

  /** One for each of C cores. */
  public static Codec<List<CoreActivity>> listCodec(ProtocolParameters parameters) {
    return Codec.array("cores", CODEC, parameters.cores());
  }
}

package io.tessera.lib.codec.state;

import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.JamReader;
import io.tessera.lib.codec.JamWriter;
import java.util.List;

/**
 * What a service had to do with a block. All numbers but the index are unsigned 64-bit naturals.
 *
 * @param service the service's index
 * @param preimages preimages provided to it
 * @param preimagesSize their octets in total
 * @param refinements work-items refined
 * @param refinementGas gas that refinement used
 * @param imports segments imported
 * @param extrinsicCount extrinsics used
 * @param extrinsicSize their octets in total
 * @param exports segments exported
 * @param accumulations work-items accumulated
 * @param accumulationGas gas that accumulation used
 */
public record ServiceActivity(
    long service,
    long preimages,
    long preimagesSize,
    long refinements,
    long refinementGas,
    long imports,
    long extrinsicCount,
    long extrinsicSize,
    long exports,
    long accumulations,
    long accumulationGas) {

  /** The index in four bytes, then ten naturals of variable length. */
  public static final Codec<ServiceActivity> CODEC =
      Codec.of("service_activity", ServiceActivity::read, ServiceActivity::write);

  /** π_S: a dictionary by service with its size before it. */
  public static final Codec<List<ServiceActivity>> LIST_CODEC =
      Codec.list("services", CODEC, 4 + 10);

  private static ServiceActivity read(JamReader in) {
    return new ServiceActivity(
        in.u32(),
        in.natural(),
        in.natural(),
        in.natural(),
        in.natural(),
        in.natural(),
        in.natural(),
        in.natural(),
        in.natural(),
        in.natural(),
        in.natural());
  }

  private static void write(ServiceActivity activity, JamWriter out) {
    out.u32(activity.service);
    out.natural(activity.preimages);
    out.natural(activity.preimagesSize);
    out.natural(activity.refinements);
    out.natural(activity.refinementGas);
    out.natural(activity.imports);
    out.natural(activity.extrinsicCount);
    out.natural(activity.extrinsicSize);
    out.natural(activity.exports);
    out.natural(activity.accumulations);
    out.natural(activity.accumulationGas);
  }
}

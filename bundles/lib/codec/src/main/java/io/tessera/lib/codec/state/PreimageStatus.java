package io.tessera.lib.codec.state;

import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.JamReader;
import java.util.List;

/**
 * What became of a service's request for a preimage (Gray Paper, section "Preimage Lookups").
 *
 * @param slots at most three time slots: since when it was available, then unavailable, then
 *     available again; none while it is only requested
 */
public record PreimageStatus(List<Long> slots) {
  /** Requested and not provided yet. */
  public static final PreimageStatus REQUESTED = new PreimageStatus(List.of());

  private static final Codec<Long> SLOT =
      Codec.of("slot", JamReader::u32, (slot, out) -> out.u32(slot));

  private static final Codec<List<Long>> SLOTS = Codec.list("slots", SLOT, 4, 0, 3);

  /** Each slot in four bytes, their number before them. */
  public static final Codec<PreimageStatus> CODEC =
      Codec.of(
          "preimage_status",
          in -> new PreimageStatus(SLOTS.decode(in)),
          (status, out) -> SLOTS.encode(status.slots, out));

  /** Takes a copy of the list. */
  public PreimageStatus {
    slots = List.copyOf(slots);
  }

  /** Available from a slot on. */
  public static PreimageStatus availableSince(long slot) {
    return new PreimageStatus(List.of(slot));
  }
}

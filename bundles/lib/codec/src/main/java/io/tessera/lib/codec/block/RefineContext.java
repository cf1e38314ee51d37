package io.tessera.lib.codec.block;

import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.Hash;
import java.util.List;

/**
 * The state of the chain that a work-package was refined against (Gray Paper, section "Refinement
 * Context").
 *
 * @param anchor hash of a recent block's header
 * @param stateRoot root of the state after that block
 * @param beefyRoot super-peak of the accumulation output log after that block
 * @param lookupAnchor hash of the header of the finalized block whose state preimages are looked up
 *     in
 * @param lookupAnchorSlot that block's time slot
 * @param prerequisites hashes of the work-packages that must have been accumulated before, in
 *     ascending order
 */
public record RefineContext(
    Hash anchor,
    Hash stateRoot,
    Hash beefyRoot,
    Hash lookupAnchor,
    long lookupAnchorSlot,
    List<Hash> prerequisites) {

  private static final Codec<List<Hash>> PREREQUISITES =
      Ordered.set("prerequisites", Hash.CODEC, Hash.SIZE, hash -> hash);

  /** The slot in four bytes, the prerequisites as a set with its length. */
  public static final Codec<RefineContext> CODEC =
      Codec.of(
          "context",
          in ->
              new RefineContext(
                  Hash.CODEC.decode(in),
                  Hash.CODEC.decode(in),
                  Hash.CODEC.decode(in),
                  Hash.CODEC.decode(in),
                  in.u32(),
                  PREREQUISITES.decode(in)),
          (context, out) -> {
            out.bytes(context.anchor);
            out.bytes(context.stateRoot);
            out.bytes(context.beefyRoot);
            out.bytes(context.lookupAnchor);
            out.u32(context.lookupAnchorSlot);
            PREREQUISITES.encode(context.prerequisites, out);
          });

  /** Fewest bytes of an encoding. */
  static final int MIN_SIZE = 4 * Hash.SIZE + 4 + 1;

  /** Takes a copy of the list. */
  public RefineContext {
    prerequisites = List.copyOf(prerequisites);
  }
}

package io.tessera.lib.codec.state;

import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.Hash;
import java.util.List;

/**
 * What the state remembers of a recent block.
 *
 * @param headerHash the block's hash
 * @param beefyRoot super-peak of the accumulation output log after the block
 * @param stateRoot root of the state after the block; zeroes until the next block tells it
 * @param reported the work-packages whose reports it brought, ascending by hash
 */
public record RecentBlock(
    Hash headerHash, Hash beefyRoot, Hash stateRoot, List<ReportedPackage> reported) {

  private static final Codec<List<ReportedPackage>> REPORTED =
      Codec.list("reported", ReportedPackage.CODEC, ReportedPackage.SIZE);

  /** Three hashes, then the packages with their number before them. */
  public static final Codec<RecentBlock> CODEC =
      Codec.of(
          "recent_block",
          in ->
              new RecentBlock(
                  Hash.CODEC.decode(in),
                  Hash.CODEC.decode(in),
                  Hash.CODEC.decode(in),
                  REPORTED.decode(in)),
          (block, out) -> {
            out.bytes(block.headerHash);
            out.bytes(block.beefyRoot);
            out.bytes(block.stateRoot);
            REPORTED.encode(block.reported, out);
          });

  /** Fewest bytes of an encoding. */
  static final int MIN_SIZE = 3 * Hash.SIZE + 1;

  /** Takes a copy of the list. */
  public RecentBlock {
    reported = List.copyOf(reported);
  }

  /** The same block with the state root that is known now. */
  public RecentBlock withStateRoot(Hash root) {
    return new RecentBlock(headerHash, beefyRoot, root, reported);
  }
}

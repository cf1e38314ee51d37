package io.tessera.lib.codec.state;

import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.JamReader;
import io.tessera.lib.codec.JamWriter;
import io.tessera.lib.codec.ProtocolParameters;
import java.util.List;
import java.util.Optional;

/**
 * β: the most recent blocks (Gray Paper, section "Recent History").
 *
 * @param blocks at most H, the latest last
 * @param beefyBelt the peaks of the accumulation output log, a Merkle mountain range: peak i
 *     commits to 2^i items or is absent
 */
public record RecentHistory(List<RecentBlock> blocks, List<Optional<Hash>> beefyBelt) {
  private static final Codec<Optional<Hash>> PEAK =
      Codec.of("peak", RecentHistory::readPeak, RecentHistory::writePeak);

  private static final Codec<List<Optional<Hash>>> BELT = Codec.list("beefy_belt", PEAK, 1);

  /** Takes copies of the lists. */
  public RecentHistory {
    blocks = List.copyOf(blocks);
    beefyBelt = List.copyOf(beefyBelt);
  }

  /** The codec for a chain that remembers H blocks. */
  public static Codec<RecentHistory> codec(ProtocolParameters parameters) {
    Codec<List<RecentBlock>> blocks =
        Codec.list(
            "blocks", RecentBlock.CODEC, RecentBlock.MIN_SIZE, 0, parameters.recentHistory());
    return Codec.of(
        "recent_history",
        in -> new RecentHistory(blocks.decode(in), BELT.decode(in)),
        (history, out) -> {
          blocks.encode(history.blocks, out);
          BELT.encode(history.beefyBelt, out);
        });
  }

  private static Optional<Hash> readPeak(JamReader in) {
    return in.optional(Hash.CODEC);
  }

  private static void writePeak(Optional<Hash> peak, JamWriter out) {
    out.optional(Hash.CODEC, peak);
  }
}

package io.tessera.lib.codec.state;

import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.Hash;
import java.util.List;

/**
 * ψ: what was judged so far (Gray Paper, section "Disputes, Verdicts and Judgments"). Each list is
 * a set in ascending order.
 *
 * @param good hashes of reports found valid
 * @param bad hashes of reports found invalid
 * @param wonky hashes of reports that could not be judged
 * @param offenders Ed25519 keys of validators that misjudged a report
 */
public record DisputeRecords(
    List<Hash> good, List<Hash> bad, List<Hash> wonky, List<Ed25519Public> offenders) {

  /** Nothing was judged. */
  public static final DisputeRecords NONE =
      new DisputeRecords(List.of(), List.of(), List.of(), List.of());

  private static final Codec<List<Ed25519Public>> OFFENDERS =
      Codec.list("offenders", Ed25519Public.CODEC, Ed25519Public.SIZE);

  /** Four sets, each with its length before it. */
  public static final Codec<DisputeRecords> CODEC =
      Codec.of(
          "disputes",
          in ->
              new DisputeRecords(
                  HashLists.CODEC.decode(in),
                  HashLists.CODEC.decode(in),
                  HashLists.CODEC.decode(in),
                  OFFENDERS.decode(in)),
          (records, out) -> {
            HashLists.CODEC.encode(records.good, out);
            HashLists.CODEC.encode(records.bad, out);
            HashLists.CODEC.encode(records.wonky, out);
            OFFENDERS.encode(records.offenders, out);
          });

  /** Takes copies of the lists. */
  public DisputeRecords {
    good = List.copyOf(good);
    bad = List.copyOf(bad);
    wonky = List.copyOf(wonky);
    offenders = List.copyOf(offenders);
  }
}

package io.tessera.lib.codec.block;

import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.JamWriter;
import io.tessera.lib.codec.ProtocolParameters;
import java.util.List;

/**
 * The disputes extrinsic (Gray Paper, section "Disputes, Verdicts and Judgments").
 *
 * @param verdicts judgments on work-reports
 * @param culprits guarantors of reports found invalid
 * @param faults judges who contradict a verdict
 */
public record Disputes(List<Verdict> verdicts, List<Culprit> culprits, List<Fault> faults) {
  /** No dispute. */
  public static final Disputes NONE = new Disputes(List.of(), List.of(), List.of());

  private static final Codec<List<Culprit>> CULPRITS =
      Codec.list("culprits", Culprit.CODEC, Culprit.SIZE);
  private static final Codec<List<Fault>> FAULTS = Codec.list("faults", Fault.CODEC, Fault.SIZE);

  /** Takes copies of the lists. */
  public Disputes {
    verdicts = List.copyOf(verdicts);
    culprits = List.copyOf(culprits);
    faults = List.copyOf(faults);
  }

  /** The codec for a chain of V validators. */
  public static Codec<Disputes> codec(ProtocolParameters parameters) {
    Codec<List<Verdict>> verdicts =
        Codec.list("verdicts", Verdict.codec(parameters), Verdict.size(parameters));
    return Codec.of(
        "disputes",
        in -> new Disputes(verdicts.decode(in), CULPRITS.decode(in), FAULTS.decode(in)),
        Disputes::encode);
  }

  static void encode(Disputes disputes, JamWriter out) {
    out.natural(disputes.verdicts.size());
    for (Verdict verdict : disputes.verdicts) {
      Verdict.encode(verdict, out);
    }
    CULPRITS.encode(disputes.culprits, out);
    FAULTS.encode(disputes.faults, out);
  }
}

package io.tessera.lib.codec.block;

import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.JamWriter;
import io.tessera.lib.codec.ProtocolParameters;
import java.util.List;

/**
 * The judgments of a super-majority of validators on one work-report.
 *
 * @param target hash of the report
 * @param age index of the epoch whose validators judged
 * @param votes exactly floor(2V/3) + 1 judgments
 */
public record Verdict(Hash target, long age, List<Judgment> votes) {
  /** Takes a copy of the list. */
  public Verdict {
    votes = List.copyOf(votes);
  }

  /** The codec for a chain of V validators. */
  public static Codec<Verdict> codec(ProtocolParameters parameters) {
    Codec<List<Judgment>> votes = Codec.array("votes", Judgment.CODEC, parameters.superMajority());
    return Codec.of(
        "verdict",
        in -> new Verdict(Hash.CODEC.decode(in), in.u32(), votes.decode(in)),
        Verdict::encode);
  }

  static int size(ProtocolParameters parameters) {
    return Hash.SIZE + 4 + parameters.superMajority() * Judgment.SIZE;
  }

  /** The votes carry no length, so that writing needs no parameters. */
  static void encode(Verdict verdict, JamWriter out) {
    out.bytes(verdict.target);
    out.u32(verdict.age);
    out.elements(Judgment.CODEC, verdict.votes);
  }
}

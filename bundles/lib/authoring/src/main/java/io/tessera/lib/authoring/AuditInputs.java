package io.tessera.lib.authoring;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.JamWriter;
import java.nio.charset.StandardCharsets;

/**
 * What auditors sign: a word that tells the purpose, then what it is about (Gray Paper, sections
 * "Selection of Reports" and "Disputes, Verdicts and Judgments").
 */
public final class AuditInputs {
  private static final Bytes AUDIT = ascii("jam_audit");
  private static final Bytes ANNOUNCE = ascii("jam_announce");
  private static final Bytes VALID = ascii("jam_valid");
  private static final Bytes INVALID = ascii("jam_invalid");

  private AuditInputs() {}

  /**
   * X_U: what s_0 is a function of.
   *
   * @param entropyOutput the output of the audited block's entropy source, Y(H_V)
   */
  public static byte[] first(Hash entropyOutput) {
    JamWriter input = new JamWriter();
    input.bytes(AUDIT);
    input.bytes(entropyOutput);
    return input.toByteArray();
  }

  /**
   * X_U: what s_n(w) is a function of.
   *
   * @param entropyOutput the output of the audited block's entropy source, Y(H_V)
   * @param report hash of the report w
   * @param tranche n, 1 to 255
   */
  public static byte[] later(Hash entropyOutput, Hash report, int tranche) {
    JamWriter input = new JamWriter();
    input.bytes(AUDIT);
    input.bytes(entropyOutput);
    input.bytes(report);
    input.u8(tranche);
    return input.toByteArray();
  }

  /**
   * X_I: what the signature of an announcement is of.
   *
   * @param tranche n, 0 to 255
   * @param reports each core in two bytes with its report's hash, one after another and without
   *     their number
   * @param block hash of the audited block's header
   */
  public static byte[] announcement(int tranche, Bytes reports, Hash block) {
    JamWriter message = new JamWriter();
    message.bytes(ANNOUNCE);
    message.u8(tranche);
    message.bytes(reports);
    message.bytes(block);
    return message.toByteArray();
  }

  /** X_⊤ or X_⊥: what the signature of a judgment of a report is of. */
  public static byte[] judgment(boolean valid, Hash report) {
    JamWriter message = new JamWriter();
    message.bytes(valid ? VALID : INVALID);
    message.bytes(report);
    return message.toByteArray();
  }

  private static Bytes ascii(String word) {
    return Bytes.wrap(word.getBytes(StandardCharsets.US_ASCII));
  }
}

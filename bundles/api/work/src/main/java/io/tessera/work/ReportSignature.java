package io.tessera.work;

import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.Ed25519Signature;
import io.tessera.lib.codec.Hash;

/**
 * A guarantor's signature of a report: {@code Work-Report Hash ++ Ed25519 Signature}, 96 bytes
 * (JAMNP-S, "CE 134").
 *
 * @param report hash of the work-report
 * @param signature of the word {@code jam_guarantee} and the hash; see {@link
 *     io.tessera.lib.authoring.GuaranteeStatement}
 */
public record ReportSignature(Hash report, Ed25519Signature signature) {
  /** Size of the encoding in bytes. */
  public static final int SIZE = Hash.SIZE + Ed25519Signature.SIZE;

  /** Both as they are. */
  public static final Codec<ReportSignature> CODEC =
      Codec.of(
          "report signature",
          in -> new ReportSignature(Hash.CODEC.decode(in), Ed25519Signature.CODEC.decode(in)),
          (value, out) -> {
            out.bytes(value.report);
            out.bytes(value.signature);
          });
}

package io.tessera.work;

import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.block.ValidatorSignature;
import java.util.List;

/**
 * Who guaranteed a work-report: what a negative judgment brings (JAMNP-S, "CE 145", {@code
 * Guarantee}), and a guarantee of the extrinsic without its report.
 *
 * @param slot of 32 bits, which decides who was assigned to the core
 * @param signatures two or three, each of {@code jam_guarantee ++ report hash}
 */
public record ReportCredential(long slot, List<ValidatorSignature> signatures) {
  /** The fewest signatures of a guarantee (Gray Paper, section "Work Report Guarantees"). */
  public static final int FEWEST = 2;

  /** The most. */
  public static final int MOST = 3;

  /** Index and signature: 66 bytes. */
  private static final int SIGNATURE_SIZE = 66;

  /** Largest encoding in bytes. */
  public static final int MAX_SIZE = 4 + 1 + MOST * SIGNATURE_SIZE;

  private static final Codec<List<ValidatorSignature>> SIGNATURES =
      Codec.list("signatures", ValidatorSignature.CODEC, SIGNATURE_SIZE, FEWEST, MOST);

  /** The slot in four bytes, then the signatures with their number before them. */
  public static final Codec<ReportCredential> CODEC =
      Codec.of(
          "guarantee",
          in -> new ReportCredential(in.u32(), SIGNATURES.decode(in)),
          (credential, out) -> {
            out.u32(credential.slot);
            SIGNATURES.encode(credential.signatures, out);
          });

  /** Takes a copy of the list. */
  public ReportCredential {
    signatures = List.copyOf(signatures);
  }
}

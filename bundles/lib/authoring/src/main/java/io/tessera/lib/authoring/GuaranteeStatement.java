package io.tessera.lib.authoring;

import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.Ed25519Signature;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.JamWriter;
import io.tessera.lib.crypto.Ed25519;
import io.tessera.lib.crypto.Ed25519KeyPair;
import java.nio.charset.StandardCharsets;

/**
 * What a guarantor signs: X_G, the word {@code jam_guarantee}, and the hash of the work-report
 * (Gray Paper, section "Work Report Guarantees"). Signing and verifying are for platform threads.
 */
public final class GuaranteeStatement {
  private static final byte[] WORD = "jam_guarantee".getBytes(StandardCharsets.US_ASCII);

  private GuaranteeStatement() {}

  /** A guarantor's signature of a report. */
  public static Ed25519Signature sign(Ed25519KeyPair guarantor, Hash report) {
    return guarantor.sign(message(report));
  }

  /** Whether a signature is the guarantor's of the report. */
  public static boolean verify(Ed25519Public guarantor, Hash report, Ed25519Signature signature) {
    return Ed25519.verify(guarantor, message(report), signature);
  }

  private static byte[] message(Hash report) {
    JamWriter message = new JamWriter(WORD.length + Hash.SIZE);
    message.bytes(WORD);
    message.bytes(report);
    return message.toByteArray();
  }
}

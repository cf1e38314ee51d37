package io.tessera.protocol.ce135;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Ed25519Signature;
import io.tessera.lib.codec.block.Guarantee;
import io.tessera.lib.codec.block.ValidatorSignature;
import io.tessera.lib.codec.block.WorkReport;

/** A report written by hand, and signatures that nobody verifies here. */
final class Reports {
  static final int CORE = 1;

  /** 356 bytes. */
  static final String REPORT =
      "aa".repeat(32) // work-package
          + "64000000" // its bundle has 100 bytes
          + "bb".repeat(32) // erasure-root
          + "cc".repeat(32) // segments-root
          + "0000" // no exports
          + "11".repeat(32) // anchor
          + "22".repeat(32) // state root
          + "33".repeat(32) // Beefy root
          + "44".repeat(32) // lookup anchor
          + "00000000" // its slot
          + "00" // no prerequisites
          + "01" // core
          + "55".repeat(32) // authorizer
          + "05" // gas
          + "00" // no trace
          + "00" // no lookups
          + "01" // one digest
          + "02000000" // service
          + "66".repeat(32) // its code
          + "77".repeat(32) // payload
          + "e803000000000000" // gas to accumulate
          + "00" // success
          + "01ff" // output
          + "0100000000"; // load

  private Reports() {}

  static WorkReport report() {
    return WorkReport.CODEC.decode(Bytes.fromHex(REPORT).toByteArray());
  }

  /** One of several. */
  static WorkReport report(int number) {
    String hex = REPORT.replace("55".repeat(32), "%02x".formatted(number).repeat(32));
    return WorkReport.CODEC.decode(Bytes.fromHex(hex).toByteArray());
  }

  static ValidatorSignature signature(int validator) {
    return new ValidatorSignature(
        validator, Ed25519Signature.wrap(Bytes.fromHex(bytes(validator)).toByteArray()));
  }

  private static String bytes(int validator) {
    return ("e" + validator).repeat(64);
  }

  /** The report, a slot, and signatures of some validators. */
  static String guarantee(String slot, int... validators) {
    StringBuilder hex = new StringBuilder(REPORT + slot + "0" + validators.length);
    for (int validator : validators) {
      hex.append("0" + validator + "00" + bytes(validator));
    }
    return hex.toString();
  }

  static Guarantee decode(String guarantee) {
    return Guarantee.CODEC.decode(Bytes.fromHex(guarantee).toByteArray());
  }
}

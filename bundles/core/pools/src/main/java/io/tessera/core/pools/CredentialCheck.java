package io.tessera.core.pools;

import io.tessera.lib.authoring.GuaranteeStatement;
import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.Ed25519Signature;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.ValidatorSignature;
import io.tessera.net.Fault;
import io.tessera.net.StreamException;
import io.tessera.work.ReportCredential;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Verifies who is said to have guaranteed a report (Gray Paper, "Work Report Guarantees"). */
final class CredentialCheck {
  private CredentialCheck() {}

  /**
   * The guarantors' signatures by key, each verified.
   *
   * @throws StreamException MISBEHAVED when one is not what it should be; REFUSED when the slot is
   *     of an epoch whose validators are not known any more or yet
   */
  static Map<Ed25519Public, Ed25519Signature> verify(
      ReportCredential credential, Hash report, JudgeSets sets, ProtocolParameters parameters)
      throws StreamException {
    List<Ed25519Public> set =
        sets.of(parameters.epochOf(credential.slot()))
            .orElseThrow(
                () -> new StreamException(Fault.REFUSED, "guarantee of slot " + credential.slot()));
    Map<Ed25519Public, Ed25519Signature> signatures = new HashMap<>();
    int before = -1;
    for (ValidatorSignature part : credential.signatures()) {
      int index = part.validatorIndex();
      if (index <= before || index >= set.size()) {
        throw lie("guarantor " + index + " after " + before);
      }
      before = index;
      Ed25519Public key = set.get(index);
      if (key.equals(JudgeSets.NOBODY)
          || !GuaranteeStatement.verify(key, report, part.signature())) {
        throw lie("signature of guarantor " + index + " of report " + report.toShortHex());
      }
      signatures.put(key, part.signature());
    }
    checkAssignment(credential.signatures(), sets.coresIn(credential.slot(), parameters));
    return signatures;
  }

  /** All were assigned to one core then. Which one the report is of, its hash does not tell. */
  private static void checkAssignment(List<ValidatorSignature> guarantors, List<Integer> cores)
      throws StreamException {
    if (guarantors.stream().map(part -> cores.get(part.validatorIndex())).distinct().count() > 1) {
      throw lie("the guarantors were not assigned to one core");
    }
  }

  private static StreamException lie(String reason) {
    return new StreamException(Fault.MISBEHAVED, reason);
  }
}

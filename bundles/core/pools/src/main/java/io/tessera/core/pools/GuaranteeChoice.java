package io.tessera.core.pools;

import io.tessera.chain.BlockFault;
import io.tessera.chain.BlockRejectedException;
import io.tessera.chain.GuaranteeRules;
import io.tessera.chain.SignatureCheck;
import io.tessera.lib.codec.block.Guarantee;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Chooses what a block brings: one guarantee for each core, and each package once. */
final class GuaranteeChoice {
  private final GuaranteeRules.Check check;
  private final Map<Integer, Guarantee> chosen = new TreeMap<>();

  private GuaranteeChoice(GuaranteeRules.Check check) {
    this.check = check;
  }

  /**
   * The guarantees by core: of several those with more signatures, then the older ones.
   *
   * @param candidates for free cores, the oldest first
   * @param check the rules for the block
   */
  static List<Guarantee> of(List<HeldGuarantee> candidates, GuaranteeRules.Check check) {
    GuaranteeChoice choice = new GuaranteeChoice(check);
    List<HeldGuarantee> left = new ArrayList<>(candidates);
    left.sort(
        Comparator.comparingInt((HeldGuarantee it) -> it.guarantee().signatures().size())
            .reversed());
    while (left.removeIf(choice::isSettled)) {
      // What depends on a report that was chosen now can be chosen in the next round.
    }
    return List.copyOf(choice.chosen.values());
  }

  /** Chooses a guarantee if it can be; true when it need not be looked at again. */
  private boolean isSettled(HeldGuarantee candidate) {
    if (isCrowdedOut(candidate)) {
      return true;
    }
    try {
      List<SignatureCheck> signatures = check.check(candidate.guarantee(), chosen.values());
      // On another fork the signers may have other keys.
      if (signatures.equals(candidate.verified())
          || signatures.stream().allMatch(SignatureCheck::verify)) {
        chosen.put(candidate.core(), candidate.guarantee());
      }
      return true;
    } catch (BlockRejectedException e) {
      return e.fault() != BlockFault.DEPENDENCY_MISSING
          && e.fault() != BlockFault.SEGMENT_ROOT_LOOKUP_INVALID;
    }
  }

  private boolean isCrowdedOut(HeldGuarantee candidate) {
    return chosen.containsKey(candidate.core())
        || chosen.values().stream()
            .anyMatch(it -> it.report().packageSpec().hash().equals(candidate.workPackage()));
  }
}

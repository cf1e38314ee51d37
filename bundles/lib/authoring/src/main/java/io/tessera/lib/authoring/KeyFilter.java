package io.tessera.lib.authoring;

import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.state.ValidatorData;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Φ: offenders lose their keys (Gray Paper, section "Key Rotation"). */
public final class KeyFilter {
  private KeyFilter() {}

  /** The set with the offenders' keys replaced by zeroes; the same object when there are none. */
  public static List<ValidatorData> apply(List<ValidatorData> set, List<Ed25519Public> offenders) {
    if (offenders.isEmpty()) {
      return set;
    }
    Set<Ed25519Public> banned = new HashSet<>(offenders);
    return set.stream()
        .map(validator -> banned.contains(validator.ed25519()) ? ValidatorData.NULL : validator)
        .toList();
  }
}

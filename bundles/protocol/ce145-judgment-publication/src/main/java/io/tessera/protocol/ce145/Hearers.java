package io.tessera.protocol.ce145;

import io.tessera.lib.codec.Ed25519Public;
import io.tessera.work.JudgmentPool.Audience;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Who is to hear of the judgments of an epoch.
 *
 * @param judges its auditors by index
 * @param auditors the same
 * @param all they and those after them
 */
record Hearers(List<Ed25519Public> judges, Set<Ed25519Public> auditors, Set<Ed25519Public> all) {

  static Hearers of(Audience audience) {
    Set<Ed25519Public> all = new HashSet<>(audience.auditors());
    all.addAll(audience.successors());
    return new Hearers(audience.auditors(), new HashSet<>(audience.auditors()), all);
  }
}
